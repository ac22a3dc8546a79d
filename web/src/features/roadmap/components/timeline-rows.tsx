import { memo, type ReactNode } from "react";
import { Link } from "react-router";
import { formatDate } from "@/shared/format/dates";
import { plural } from "@/shared/format/format";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { useRecordPath } from "@/shared/people/workspace-context";
import { Icon } from "@/shared/ui/icon";
import { type Axis, dayOf, ticksOf, widthOf, xOf } from "../axis";
import { type Row, rowHeights } from "../lanes";
import type { Dates, Dependency, Item, Timeline } from "../timeline-api";
import { sayByHand } from "../words";
import classes from "./timeline.module.css";
import { isLate, MovableBar, StillBar } from "./timeline-bar";

interface HeadProps {
  axis: Axis;
  today: number;
  milestones: Timeline["milestones"];
}

/** The quarters, the months, today and the milestones. */
export const Head = memo(function Head({ axis, today, milestones }: HeadProps): ReactNode {
  const pathOf = useRecordPath();
  const { quarters, months } = ticksOf(axis);
  const at = (day: number) => ({ left: xOf(axis, day) });
  const shown = milestones.flatMap((each) => {
    const day = each.due_on ? dayOf(each.due_on) : Number.NaN;
    return day >= axis.from && day < axis.to ? [{ ...each, day }] : [];
  });
  return (
    <div className={classes.head}>
      <div className={classes.corner}>Initiative</div>
      <div
        className={classes.scale}
        style={{ width: widthOf(axis) }}
        data-flags={shown.length > 0 || undefined}
      >
        {quarters.map(({ day, label }) => (
          <b key={day} className={classes.quarter} style={at(day)}>
            {label}
          </b>
        ))}
        {months.map(({ day, label }) => (
          <span key={day} className={classes.month} style={at(day)}>
            {label}
          </span>
        ))}
        {shown.map(({ id, title, day, due_on }) => (
          <Link
            key={id}
            className={classes.flag}
            style={at(day)}
            title={`${title}, ${formatDate(due_on ?? "")}`}
            to={pathOf({ domain: "roadmap", plural: "milestones", id })}
          >
            <Icon name="flag" size="small" />
            <span className="clip">{title}</span>
          </Link>
        ))}
        <span className={classes.today} style={at(today)}>
          Today
        </span>
      </div>
    </div>
  );
});

/** Why items need a look: a deadline that is missed, or a start before what they wait for is done. */
export function findFaults(rows: readonly Row[], dependencies: readonly Dependency[]): Map<string, string> {
  const faults = new Map<string, string>();
  const add = (id: string, words: string) =>
    faults.set(id, [faults.get(id), words].filter(Boolean).join(" "));
  for (const row of rows)
    if (row.type === "item" && isLate(row.item) && !faults.has(row.item.id))
      add(row.item.id, `Its deadline is ${formatDate(row.item.deadline_on ?? "")}.`);
  for (const { blocker, blocked, is_violated: isViolated, violated_days: days } of dependencies)
    if (isViolated) add(blocked.id, `Starts ${plural(days, "day")} before “${blocker.title}” is done.`);
  return faults;
}

function Name({ item, faults }: { item: Item; faults: string }): ReactNode {
  const pathOf = useRecordPath();
  return (
    <div className={classes.name}>
      <Link
        className="clip"
        title={item.title}
        to={pathOf({ domain: "roadmap", plural: "initiatives", id: item.id })}
      >
        {item.title}
      </Link>
      {faults && (
        <span className={classes.fault} title={faults}>
          <Icon name="alert" size="small" label={faults} />
        </span>
      )}
      {item.by_hand && (
        <span className={classes.byHand} title={sayByHand(item.by_hand)}>
          <Icon name="people" size="small" label={sayByHand(item.by_hand)} />
        </span>
      )}
      {item.owner && (
        <span className={classes.owner}>
          <PersonAvatar person={item.owner} />
        </span>
      )}
    </div>
  );
}

/** What is done with a bar; without it the bar stands still. */
interface Moves {
  onMove: (item: Item, dates: Dates) => void;
  onStep: (from: number, by: 1 | -1) => void;
  announce: (words: string) => void;
}

interface ItemRowProps extends Partial<Moves> {
  item: Item;
  index: number;
  top: number;
  axis: Axis;
  faults: string;
  isHeld?: boolean;
}

/** An initiative: its name, and its bar. */
export const ItemRow = memo(function ItemRow(props: ItemRowProps): ReactNode {
  const { item, index, top, axis, faults, isHeld = false, onMove, onStep, announce } = props;
  const deadline = item.deadline_on;
  return (
    <li className={classes.row} style={{ top, height: rowHeights.item }} data-row={index}>
      <Name item={item} faults={faults} />
      <div className={classes.track} style={{ width: widthOf(axis) }}>
        {deadline && (
          <span
            className={classes.deadline}
            style={{ left: xOf(axis, dayOf(deadline)) }}
            title={`Deadline ${formatDate(deadline)}`}
          />
        )}
        {onMove && onStep && announce ? (
          <MovableBar
            item={item}
            axis={axis}
            isHeld={isHeld}
            onMove={onMove}
            onStep={(by) => onStep(index, by)}
            announce={announce}
          />
        ) : (
          <StillBar item={item} axis={axis} />
        )}
      </div>
    </li>
  );
});

/** The name of the lane that begins here. */
export function LaneRow({ row, top }: { row: Row & { type: "lane" }; top: number }): ReactNode {
  return (
    <li className={classes.lane} style={{ top, height: rowHeights.lane }}>
      <span>
        <b>{row.title}</b> <span className="three tn">{row.count}</span>
      </span>
    </li>
  );
}
