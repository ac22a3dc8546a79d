import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { components } from "@/api/schema";
import { formatDate, todayIn } from "@/shared/format/dates";
import { useTimeZone } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { TextField } from "@/shared/ui/inputs";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { closeMatter, reopenMatter } from "../api";
import classes from "./pulse.module.css";

type Line = components["schemas"]["MatterLineOut"];

interface Props {
  words: string;
  matter: Line;
  mayClose: boolean;
}

function useClosing({ words, matter }: Props) {
  const client = useQueryClient();

  async function reopen(version: number): Promise<void> {
    try {
      await reopenMatter(client, { id: matter.id, version });
    } catch (error) {
      toastProblem(error);
    }
  }

  async function close(answer: string): Promise<boolean> {
    try {
      await closeMatter(client, matter, answer);
      toast({ message: `Closed: ${words}`, undo: () => void reopen(matter.version + 1) });
      return true;
    } catch (error) {
      toastProblem(error);
      return false;
    }
  }

  return { close, reopen };
}

/** A concern or an action, with its owner, its day and how long it has stood. */
export function MatterLine(props: Props): ReactNode {
  const { words, matter, mayClose } = props;
  const { close, reopen } = useClosing(props);
  const zone = useTimeZone();
  const [answer, setAnswer] = useState<string | null>(null);
  const isClosed = matter.closed_on !== null;
  const isOverdue = !isClosed && matter.due_on !== null && matter.due_on < todayIn(zone);
  const facts = [
    matter.owner,
    matter.is_carried_over && !isClosed && `open since ${formatDate(matter.raised_on)}`,
    matter.closed_on && `closed ${formatDate(matter.closed_on)}`,
  ].filter(Boolean);
  return (
    <li className={classes.matter} data-closed={isClosed || undefined}>
      <div className="grow">
        <p className={classes.words}>
          {isClosed && <span className="sr">Closed: </span>}
          {words}
        </p>
        <p className="small three">
          {facts.join(", ")}
          {matter.due_on && !isClosed && (
            <span className={isOverdue ? "worse" : undefined}>
              {facts.length > 0 && ", "}
              {isOverdue ? "was due" : "due"} {formatDate(matter.due_on)}
            </span>
          )}
        </p>
        {matter.answer && <p className="two">{matter.answer}</p>}
        {answer !== null && (
          <form
            className={classes.inline}
            onSubmit={(event) => {
              event.preventDefault();
              void close(answer).then((done) => done && setAnswer(null));
            }}
          >
            <TextField
              label="What came of it"
              autoFocus
              value={answer}
              onChange={(event) => setAnswer(event.currentTarget.value)}
            />
            <Button type="submit" look="primary" size="large">
              Close it
            </Button>
          </form>
        )}
      </div>
      {mayClose && answer === null && (
        <Button
          className="no-print"
          size="small"
          icon={isClosed ? "undo" : "check"}
          onClick={() => (isClosed ? void reopen(matter.version) : setAnswer(""))}
        >
          {isClosed ? "Open again" : "Close"}
        </Button>
      )}
    </li>
  );
}
