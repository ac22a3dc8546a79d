import { memo, type ReactNode } from "react";
import { type Axis, dayOf, extentOf, linkPath, placeBar, type Tick, ticksOf, widthOf, xOf } from "../axis";
import { type Line, type Row, rowHeights } from "../lanes";
import type { Timeline } from "../timeline-api";
import classes from "./timeline.module.css";

interface Props {
  axis: Axis;
  today: number;
  rows: readonly Row[];
  tops: readonly number[];
  height: number;
  lines: readonly Line[];
  milestones: Timeline["milestones"];
}

function upright(axis: Axis, days: readonly number[], height: number): string {
  return days.map((day) => `M${xOf(axis, day)} 0V${height}`).join("");
}

function pathOf({ axis, rows, tops }: Pick<Props, "axis" | "rows" | "tops">, line: Line): string {
  const end = (index: number, side: "from" | "to") => {
    const row = rows[index];
    const extent = row?.type === "item" ? extentOf(row.item) : null;
    if (!extent) return null;
    const { left, width } = placeBar(axis, extent);
    return { x: side === "from" ? left + width : left, y: (tops[index] ?? 0) + rowHeights.item / 2 };
  };
  const from = end(line.from, "from");
  const to = end(line.to, "to");
  return from && to ? linkPath(from, to) : "";
}

/** Beneath the bars: the grid, and what waits for what. The rows say it in words; scrolling draws nothing anew. */
export const TimelineLines = memo(function TimelineLines(props: Props): ReactNode {
  const { axis, today, height, lines, milestones } = props;
  const { quarters, months } = ticksOf(axis);
  const due = milestones.flatMap(({ due_on: day }) => (day ? [dayOf(day)] : []));
  const daysOf = (ticks: readonly Tick[]) => ticks.map(({ day }) => day);
  return (
    <svg className={classes.lines} width={widthOf(axis)} height={height} aria-hidden="true">
      <path className={classes.grid} d={upright(axis, daysOf(months), height)} />
      <path className={classes.gridStrong} d={upright(axis, daysOf(quarters), height)} />
      <path className={classes.due} d={upright(axis, due, height)} />
      <path className={classes.now} d={upright(axis, [today], height)} />
      {lines.map((line) => (
        <path
          key={line.dependency.id}
          className={classes.link}
          data-violated={line.dependency.is_violated || undefined}
          d={pathOf(props, line)}
        />
      ))}
    </svg>
  );
});
