import { type ReactNode, useMemo } from "react";
import type { Medium } from "@/shared/ui/paper";
import { type Axis, widthOf } from "../axis";
import { paginate, placeLines, type Row, type Stretch, stackRows } from "../lanes";
import type { Timeline } from "../timeline-api";
import classes from "./timeline.module.css";
import { TimelineLines } from "./timeline-lines";
import { findFaults, Head, ItemRow, LaneRow } from "./timeline-rows";

/** How much of a sheet the names take, and how much there is on one that lies on its side, A4 or Letter. */
export const paperWidths = { names: 264, sheet: 950 } as const;
const room = { first: 530, next: 620 };

interface Props {
  medium: Medium;
  rows: readonly Row[];
  axis: Axis;
  today: number;
  timeline: Timeline;
}

function useParts({ rows, timeline: { dependencies } }: Props) {
  const { tops, height } = useMemo(() => stackRows(rows), [rows]);
  const lines = useMemo(() => placeLines(rows, dependencies), [rows, dependencies]);
  const faults = useMemo(() => findFaults(rows, dependencies), [rows, dependencies]);
  return { tops, height, lines, faults };
}

function Part({
  stretch,
  parts,
  ...props
}: Props & { stretch: Stretch; parts: ReturnType<typeof useParts> }) {
  const { rows, axis, today, timeline } = props;
  const { tops, height, lines, faults } = parts;
  const top = tops[stretch.from] ?? 0;
  const bottom = tops[stretch.to] ?? height;
  return (
    <section className={classes.sheet}>
      <Head axis={axis} today={today} milestones={timeline.milestones} />
      <div
        className={classes.body}
        style={{ height: bottom - top, width: paperWidths.names + widthOf(axis) }}
      >
        <div className={classes.whole} style={{ top: -top, height }}>
          <TimelineLines
            axis={axis}
            today={today}
            rows={rows}
            tops={tops}
            height={height}
            lines={lines}
            milestones={timeline.milestones}
          />
          <ul>
            {rows.slice(stretch.from, stretch.to).map((row, index) => {
              const place = { top: tops[stretch.from + index] ?? 0, index: stretch.from + index };
              if (row.type === "lane") return <LaneRow key={row.id} row={row} top={place.top} />;
              const said = faults.get(row.item.id) ?? "";
              return <ItemRow key={row.id} item={row.item} axis={axis} faults={said} {...place} />;
            })}
          </ul>
        </div>
      </div>
    </section>
  );
}

/** Every row, in pages for the printer and in one piece for a picture. */
export function TimelineSheet(props: Props): ReactNode {
  const { rows, medium } = props;
  const parts = useParts(props);
  const stretches = medium === "print" ? paginate(rows, room) : [{ from: 0, to: rows.length }];
  return stretches.map((stretch) => <Part key={stretch.from} {...props} stretch={stretch} parts={parts} />);
}
