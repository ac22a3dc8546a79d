import type { ReactNode } from "react";
import { StateLabel } from "@/shared/ui/state-glyph";
import type { Column, Row } from "../kinds";
import { countedOf, formatRating, labelOf, mostDisputed, shareOn } from "../scores";
import classes from "./raters-strip.module.css";

const WIDTH = 76;
const at = (share: number) => 6 + share * (WIDTH - 12);

/** Dots of one number side by side, so that three of them do not look like one. */
function dotsOf(x: number, count: number): number[] {
  const shown = Math.min(count, 5);
  return Array.from({ length: shown }, (_, index) => x + (index - (shown - 1) / 2) * 2.5);
}

/** The column in which the raters stand farthest apart: a dot for each number, a tick at what counts. */
export function RatersStrip({ row, columns }: { row: Row; columns: readonly Column[] }): ReactNode {
  const cell = mostDisputed(row);
  if (!cell) return row.cells.length > 0 ? <span className="small three">One rater</span> : null;
  const column = columns.find(({ key }) => key === cell.column);
  const label = labelOf(columns, cell.column);
  const place = (value: number) => at(shareOn(column, cell, value));
  const says = `${label}: ${cell.raters} raters, ${formatRating(cell.low)} to ${formatRating(cell.high)}, ${cell.agreed === null ? "mean" : "agreed"} ${formatRating(countedOf(cell))}`;
  return (
    <>
      <svg width={WIDTH} height={16} role="img" aria-label={says}>
        <title>{says}</title>
        <path d={`M4 8H${WIDTH - 4}`} className={classes.axis} />
        {cell.tally.length === 0 && (
          <path d={`M${place(cell.low)} 8H${place(cell.high)}`} className={classes.span} />
        )}
        {cell.tally.flatMap(([value, count]) =>
          dotsOf(place(Number(value)), Number(count)).map((x) => (
            <circle key={`${value} ${x}`} cx={x} cy={8} r={3} className={classes.dot} />
          )),
        )}
        <path d={`M${place(countedOf(cell))} 2V14`} className={classes.tick} />
      </svg>
      <span className={classes.under} title={label}>
        {row.place.is_split ? (
          <StateLabel state="undecided">split</StateLabel>
        ) : (
          <span className="clip">{label.toLowerCase()}</span>
        )}
      </span>
    </>
  );
}
