import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, type ReactNode, type RefObject, useCallback, useLayoutEffect, useMemo, useRef } from "react";
import { Link } from "react-router";
import { formatDate } from "@/shared/format/dates";
import { plural } from "@/shared/format/format";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { useRecordPath } from "@/shared/people/workspace-context";
import { Icon } from "@/shared/ui/icon";
import { type Axis, dayOf, ticksOf, widthOf, xOf } from "../axis";
import { firstAlive, placeLines, type Row, rowHeights, stackRows } from "../lanes";
import type { Dates, Dependency, Item, Timeline } from "../timeline-api";
import classes from "./timeline.module.css";
import { isLate, MovableBar, StillBar } from "./timeline-bar";
import { TimelineLines } from "./timeline-lines";

interface Props {
  rows: readonly Row[];
  axis: Axis;
  today: number;
  dependencies: readonly Dependency[];
  milestones: Timeline["milestones"];
  mayEdit: boolean;
  /** The item whose move somebody decides on now. */
  held: string | null;
  onMove: (item: Item, dates: Dates) => void;
}

const shareBeforeToday = 0.35;

const Head = memo(function Head({
  axis,
  today,
  milestones,
}: Pick<Props, "axis" | "today" | "milestones">): ReactNode {
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
function findFaults(rows: readonly Row[], dependencies: readonly Dependency[]): Map<string, string> {
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
      {item.owner && (
        <span className={classes.owner}>
          <PersonAvatar person={item.owner} />
        </span>
      )}
    </div>
  );
}

interface ItemRowProps {
  item: Item;
  index: number;
  top: number;
  axis: Axis;
  faults: string;
  mayEdit: boolean;
  isHeld: boolean;
  onMove: (item: Item, dates: Dates) => void;
  onStep: (from: number, by: 1 | -1) => void;
  announce: (words: string) => void;
}

const ItemRow = memo(function ItemRow(props: ItemRowProps): ReactNode {
  const { item, index, top, axis, faults, mayEdit, isHeld, onMove, onStep, announce } = props;
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
        {mayEdit ? (
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

function LaneRow({ row, top }: { row: Row & { type: "lane" }; top: number }): ReactNode {
  return (
    <li className={classes.lane} style={{ top, height: rowHeights.lane }}>
      <span>
        <b>{row.title}</b> <span className="three tn">{row.count}</span>
      </span>
    </li>
  );
}

/** Begins at today; later the day at the left edge stays there when the axis grows or its scale changes. */
function useKeptDay(frame: RefObject<HTMLElement | null>, axis: Axis, today: number): void {
  const before = useRef<Axis | null>(null);
  useLayoutEffect(() => {
    const box = frame.current;
    if (!box) return;
    const was = before.current;
    before.current = axis;
    box.scrollLeft = was
      ? xOf(axis, was.from + box.scrollLeft / was.perDay)
      : xOf(axis, today) - box.clientWidth * shareBeforeToday;
  }, [frame, axis, today]);
}

/** Bars over time, in rows; only the rows in view are drawn. */
export function TimelineChart(props: Props): ReactNode {
  const { rows, axis, today, dependencies, milestones, mayEdit, held, onMove } = props;
  const frame = useRef<HTMLDivElement>(null);
  const status = useRef<HTMLParagraphElement>(null);
  const { tops, height } = useMemo(() => stackRows(rows), [rows]);
  const lines = useMemo(() => placeLines(rows, dependencies), [rows, dependencies]);
  const faults = useMemo(() => findFaults(rows, dependencies), [rows, dependencies]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    getItemKey: (index) => rows[index]?.id ?? index,
    estimateSize: (index) => rowHeights[rows[index]?.type ?? "item"],
    overscan: 8,
    initialOffset: () => tops[firstAlive(rows, today)] ?? 0,
  });
  const announce = useCallback((words: string) => {
    if (status.current) status.current.textContent = words;
  }, []);

  useKeptDay(frame, axis, today);

  const step = useCallback(
    (from: number, by: 1 | -1) => {
      let index = from + by;
      while (rows[index]?.type === "lane") index += by;
      if (!rows[index]) return;
      virtual.scrollToIndex(index);
      requestAnimationFrame(() =>
        frame.current?.querySelector<HTMLElement>(`[data-row="${index}"] [data-bar]`)?.focus(),
      );
    },
    [rows, virtual],
  );

  return (
    <div className={classes.frame}>
      <div ref={frame} className={classes.scroll}>
        <Head axis={axis} today={today} milestones={milestones} />
        <div className={classes.body} style={{ height, width: `calc(var(--names) + ${widthOf(axis)}px)` }}>
          <TimelineLines
            axis={axis}
            today={today}
            rows={rows}
            tops={tops}
            height={height}
            lines={lines}
            milestones={milestones}
          />
          <ul aria-label="Initiatives over time">
            {virtual.getVirtualItems().map(({ index }) => {
              const row = rows[index];
              const top = tops[index] ?? 0;
              if (!row) return null;
              if (row.type === "lane") return <LaneRow key={row.id} row={row} top={top} />;
              return (
                <ItemRow
                  key={row.id}
                  item={row.item}
                  index={index}
                  top={top}
                  axis={axis}
                  faults={faults.get(row.item.id) ?? ""}
                  mayEdit={mayEdit}
                  isHeld={held === row.item.id}
                  onMove={onMove}
                  onStep={step}
                  announce={announce}
                />
              );
            })}
          </ul>
        </div>
      </div>
      <p ref={status} className="sr" role="status" />
    </div>
  );
}
