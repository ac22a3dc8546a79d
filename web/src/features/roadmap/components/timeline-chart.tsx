import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type RefObject, useCallback, useLayoutEffect, useMemo, useRef } from "react";
import { type Axis, widthOf, xOf } from "../axis";
import { firstAlive, placeLines, type Row, rowHeights, stackRows } from "../lanes";
import type { Dates, Dependency, Item, Timeline } from "../timeline-api";
import classes from "./timeline.module.css";
import { TimelineLines } from "./timeline-lines";
import { findFaults, Head, ItemRow, LaneRow } from "./timeline-rows";

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

  const moves = { onMove, onStep: step, announce };

  return (
    <div className={classes.frame}>
      <div ref={frame} className={classes.scroll} data-scrolls>
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
                  isHeld={held === row.item.id}
                  {...(mayEdit && moves)}
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
