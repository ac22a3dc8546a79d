import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { formatDate, todayIn } from "@/shared/format/dates";
import { useRecordPath, useTimeZone } from "@/shared/people/workspace-context";
import { Icon } from "@/shared/ui/icon";
import { DecisionLabel } from "@/shared/ui/state-glyph";
import type { Board } from "../kinds";
import classes from "./board.module.css";

const SHOWN = 6;

function Trigger({ decision }: { decision: Board["declined"][number] }): ReactNode {
  const zone = useTimeZone();
  const { revisit_on: day, waits_for: waits } = decision;
  if (!day)
    return (
      <span className="small three">
        {waits.length > 0 ? `Look again: ${waits.join("; ")}` : "No trigger"}
      </span>
    );
  if (day <= todayIn(zone)) return <b className="small undecided">Came due {formatDate(day, zone)}</b>;
  return <span className="small three">Looked at again {formatDate(day, zone)}</span>;
}

/** What was said no to, with its reason, under the board: it may be folded, it is never gone. */
export function SaidNo({
  declined,
  isWhole = false,
}: {
  declined: Board["declined"];
  /** Nothing is left out, as on paper. */
  isWhole?: boolean;
}): ReactNode {
  const [open, setOpen] = useState(true);
  const [all, setAll] = useState(isWhole);
  const pathOf = useRecordPath();
  const zone = useTimeZone();
  if (declined.length === 0) return null;
  return (
    <section className={classes.said}>
      <button type="button" className={classes.saidHead} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? "down" : "right"} size="small" />
        <b>Said no to</b>
        <span className="three tn">{declined.length}</span>
        <span className="small three">Reasons and triggers live with the decision</span>
      </button>
      {open && (
        <div className={classes.nos}>
          {(all ? declined : declined.slice(0, SHOWN)).map((decision) => (
            <Link
              key={decision.id}
              className={classes.no}
              to={pathOf({ domain: "prioritization", plural: "decisions", id: decision.id })}
            >
              <span className="strong">
                <DecisionLabel verdict={decision.verdict}>{decision.subject.title}</DecisionLabel>
              </span>
              <span className="small two">
                {decision.verdict === "no" ? "No" : "Not now"}, {formatDate(decision.decided_on, zone)}.{" "}
                {decision.reason}
              </span>
              <Trigger decision={decision} />
            </Link>
          ))}
        </div>
      )}
      {open && !all && declined.length > SHOWN && (
        <button type="button" className="link small" onClick={() => setAll(true)}>
          All {declined.length}
        </button>
      )}
    </section>
  );
}
