import type { ReactNode } from "react";
import { type Named, NodePicker } from "@/shared/graph/node-picker";
import { IconButton } from "@/shared/ui/button";
import classes from "./decision-dialog.module.css";

interface Props {
  answers: readonly Named[];
  error?: string;
  onChange: (answers: Named[]) => void;
}

/** Whose requests the decision answers; they are told in the letter. */
export function AnswersField({ answers, error, onChange }: Props): ReactNode {
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>Who asked</legend>
      {answers.length > 0 && (
        <ul className={classes.chosen}>
          {answers.map((answer) => (
            <li key={answer.id} className="row">
              <span className="mono three nowrap">{answer.key}</span>
              <span className="grow clip">{answer.title}</span>
              <IconButton
                icon="close"
                size="small"
                label={`Remove ${answer.key}`}
                onClick={() => onChange(answers.filter((each) => each.id !== answer.id))}
              />
            </li>
          ))}
        </ul>
      )}
      <NodePicker
        label="Request that this answers"
        quiet
        prompt="Add a request"
        value={null}
        only="request"
        leaves={(node) => answers.some((each) => each.id === node.id)}
        error={error}
        hint="Requests that support the record are found by themselves."
        onPick={(answer) => onChange([...answers, answer])}
      />
    </fieldset>
  );
}
