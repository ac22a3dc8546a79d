import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { formatDate } from "@/shared/format/dates";
import { useRecordPath, useTimeZone } from "@/shared/people/workspace-context";
import { Icon } from "@/shared/ui/icon";
import { DecisionLabel } from "@/shared/ui/state-glyph";
import { formatScore, type Row } from "../kinds";
import classes from "./declined.module.css";

function Line({ row }: { row: Row }): ReactNode {
  const pathOf = useRecordPath();
  const zone = useTimeZone();
  const { decision, node, place } = row;
  const { rank, score } = place;
  if (!decision) return null;
  return (
    <li className={classes.line}>
      <div>
        <Link to={pathOf(node)}>{node.title}</Link>
        <div className="small three row wrap">
          <Link to={pathOf({ domain: "prioritization", plural: "decisions", id: decision.id })}>
            <DecisionLabel verdict={decision.verdict} />
          </Link>
          <span>{formatDate(decision.decided_on, zone)}</span>
          {rank !== null && score !== null && (
            <span className="tn">
              would rank {rank} with {formatScore(score)}
            </span>
          )}
        </div>
      </div>
      <p className="small two">{decision.reason}</p>
      <p className="small three">
        {decision.waits_for.length > 0
          ? `Look again: ${decision.waits_for.join("; ")}`
          : "Nothing brings it back by itself"}
      </p>
    </li>
  );
}

/** What was said no to, with its reason: folded, never hidden. */
export function Declined({ rows }: { rows: readonly Row[] }): ReactNode {
  const [open, setOpen] = useState(false);
  if (rows.length === 0) return null;
  return (
    <section>
      <button type="button" className={classes.head} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? "down" : "right"} size="small" />
        <b>Declined</b> <span className="three">{rows.length} · each with its reason</span>
      </button>
      {open && (
        <ul>
          {rows.map((row) => (
            <Line key={row.candidate_id} row={row} />
          ))}
        </ul>
      )}
    </section>
  );
}
