import type { ReactNode } from "react";
import { Link } from "react-router";
import { formatNumber } from "@/shared/format/format";
import { useRecordPath } from "@/shared/people/workspace-context";
import { type Meaning, StateLabel } from "@/shared/ui/state-glyph";
import type { Item, Movement } from "../kinds";
import classes from "./movements.module.css";

const looks: Record<string, { state: Meaning; word: string; tone: string }> = {
  on_track: { state: "on_track", word: "On track", tone: "better" },
  at_risk: { state: "at_risk", word: "At risk", tone: "undecided" },
  off_track: { state: "off_track", word: "Off track", tone: "worse" },
};
const unknown = { state: "incomplete", word: "No data yet", tone: "incomplete" } as const;

function Bar({ movement, tone }: { movement: Movement; tone: string }): ReactNode {
  const { progress_before: before, progress_after: after, expected } = movement;
  const says = `from ${formatNumber(before, { digits: 2 })} to ${formatNumber(after, { digits: 2 })} of the way`;
  return (
    <span className={classes.track} data-tone={tone} role="img" aria-label={says}>
      <span className={classes.after} style={{ width: `${after * 100}%` }} />
      <span className={classes.before} style={{ width: `${Math.min(before, after) * 100}%` }} />
      {expected !== null && expected > 0 && expected < 1 && (
        <span className={classes.pace} style={{ left: `${expected * 100}%` }} />
      )}
    </span>
  );
}

function Row({ item, movement }: { item: Item; movement: Movement }): ReactNode {
  const pathOf = useRecordPath();
  const { before, after, target, unit, confidence } = movement;
  const { state, word, tone } = looks[movement.status] ?? unknown;
  const change = after - before;
  return (
    <li className={classes.row}>
      <div className={classes.name}>
        {item.source ? (
          <Link className="strong" to={pathOf(item.source)}>
            {item.words}
          </Link>
        ) : (
          <b>{item.words}</b>
        )}
        {item.detail && <p className="two">{item.detail}</p>}
      </div>
      <span className={classes.value}>
        <b className="tn">{formatNumber(after, { unit: unit || undefined })}</b>
        <span className="small three tn">
          {change === 0 ? "no change" : formatNumber(change, { signed: true })}, target {formatNumber(target)}
        </span>
      </span>
      <span className={classes.bar}>
        <Bar movement={movement} tone={tone} />
        <span className="small three tn">
          {confidence === null ? "" : `sure ${formatNumber(confidence, { digits: 2 })}`}
        </span>
      </span>
      <span className={classes.status} title={movement.reason}>
        <StateLabel state={state}>{word}</StateLabel>
      </span>
    </li>
  );
}

/** Key results by objective, each with the way it went in these days. */
export function Movements({ items }: { items: readonly Item[] }): ReactNode {
  const objectives = [...new Set(items.map((item) => item.movement?.objective ?? ""))];
  return objectives.map((objective) => (
    <div key={objective} className={classes.objective}>
      <h3 className="section-title">{objective || "Without an objective"}</h3>
      <ul>
        {items.map(
          (item) =>
            item.movement?.objective === objective && (
              <Row key={item.source?.id ?? item.words} item={item} movement={item.movement} />
            ),
        )}
      </ul>
    </div>
  ));
}
