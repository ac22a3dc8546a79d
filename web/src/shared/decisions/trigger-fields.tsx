import type { ReactNode } from "react";
import { type Named, NodePicker } from "@/shared/graph/node-picker";
import { Button, IconButton } from "@/shared/ui/button";
import { SelectField, TextField } from "@/shared/ui/inputs";
import classes from "./decision-dialog.module.css";
import {
  errorsAt,
  type Measure,
  maxTriggers,
  measureWords,
  newTrigger,
  type TriggerDraft,
  type TriggerErrors,
} from "./trigger-draft";
import { useMeasures } from "./use-measures";

const sides = [
  { value: "at_least", label: "rises to at least" },
  { value: "at_most", label: "falls to at most" },
] as const;

interface RowProps {
  draft: TriggerDraft;
  subject: Named;
  /** The first day that may be named. */
  earliest: string;
  errors: TriggerErrors;
  onChange: (changes: Partial<TriggerDraft>) => void;
}

function DayFields({ draft, earliest, errors, onChange }: RowProps): ReactNode {
  return (
    <TextField
      label="Look again on"
      type="date"
      required
      min={earliest}
      hint="The owner is asked on that day."
      value={draft.on}
      error={errors.on}
      onChange={(event) => onChange({ on: event.currentTarget.value })}
    />
  );
}

function MeasureField({
  draft,
  measures,
  isPending,
  error,
  onChange,
}: Pick<RowProps, "draft" | "onChange"> & {
  measures: readonly Measure[];
  isPending: boolean;
  error?: string;
}): ReactNode {
  const isBare = !isPending && measures.length === 0;
  return (
    <SelectField
      label="Reading"
      options={measures.map((each) => ({ value: each.name, label: measureWords(each) }))}
      none={isPending ? "Reading…" : isBare ? "Nothing can be read of this record" : "Choose what to watch"}
      required
      disabled={isBare}
      value={draft.measure}
      error={error}
      onChange={(event) => onChange({ measure: event.currentTarget.value, qualifier: null })}
    />
  );
}

function ReadingFields({ draft, subject, errors, onChange }: RowProps): ReactNode {
  const node = draft.node ?? subject;
  const { data: measures = [], isPending, error } = useMeasures(node.id, draft.qualifier?.id);
  const measure = measures.find((each) => each.name === draft.measure);
  return (
    <>
      <div className={classes.pair}>
        <NodePicker
          label="Of"
          prompt="Choose a record"
          value={node}
          first="key_result"
          error={errors.node_id}
          onPick={(picked) =>
            onChange({ node: picked.id === subject.id ? null : picked, measure: "", qualifier: null })
          }
        />
        <MeasureField
          draft={draft}
          measures={measures}
          isPending={isPending}
          error={errors.measure ?? (error ? "What can be read did not load." : undefined)}
          onChange={onChange}
        />
      </div>
      {measure?.qualifier && (
        <NodePicker
          label={`Of which ${measure.qualifier}`}
          prompt={`Choose a ${measure.qualifier}`}
          value={draft.qualifier}
          only={measure.qualifier}
          error={errors.qualifier_id}
          onPick={(qualifier) => onChange({ qualifier })}
        />
      )}
      <div className={classes.pair}>
        <SelectField
          label="Look again when it"
          options={sides}
          value={draft.side}
          onChange={(event) =>
            onChange({ side: event.currentTarget.value === "at_most" ? "at_most" : "at_least" })
          }
        />
        <TextField
          label={measure?.unit ? `Threshold, ${measure.unit}` : "Threshold"}
          type="number"
          step="any"
          required
          value={draft.threshold}
          error={errors.threshold}
          onChange={(event) => onChange({ threshold: event.currentTarget.value })}
        />
      </div>
    </>
  );
}

interface Props {
  drafts: readonly TriggerDraft[];
  subject: Named;
  earliest: string;
  problem: Parameters<typeof errorsAt>[0];
  onChange: (drafts: TriggerDraft[]) => void;
}

/** When the decision is looked at again: any number of days and readings, whichever comes first. */
export function TriggerFields({ drafts, subject, earliest, problem, onChange }: Props): ReactNode {
  function add(kind: TriggerDraft["kind"]): void {
    const next = Math.max(0, ...drafts.map((draft) => draft.row)) + 1;
    onChange([...drafts, newTrigger(next, kind)]);
  }

  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>Look again</legend>
      <p className="small three">
        {drafts.length === 0
          ? "Without a trigger nobody is asked to look again."
          : "Whichever comes first puts it into the owner’s inbox."}
      </p>
      {drafts.map((draft, index) => {
        const Fields = draft.kind === "date" ? DayFields : ReadingFields;
        return (
          <fieldset key={draft.row} className={classes.trigger}>
            <legend className="sr">Trigger {index + 1}</legend>
            <div className={classes.fields}>
              <Fields
                draft={draft}
                subject={subject}
                earliest={earliest}
                errors={errorsAt(problem, index)}
                onChange={(changes) =>
                  onChange(drafts.map((each) => (each.row === draft.row ? { ...each, ...changes } : each)))
                }
              />
            </div>
            <IconButton
              icon="close"
              label={`Remove trigger ${index + 1}`}
              onClick={() => onChange(drafts.filter((each) => each.row !== draft.row))}
            />
          </fieldset>
        );
      })}
      {drafts.length < maxTriggers && (
        <div className="row wrap">
          <Button size="small" icon="clock" onClick={() => add("date")}>
            Add a day
          </Button>
          <Button size="small" icon="analytics" onClick={() => add("reading")}>
            Add a reading
          </Button>
        </div>
      )}
    </fieldset>
  );
}
