import type { ReactNode } from "react";
import { withinSentence } from "@/shared/format/format";
import { StateLabel } from "@/shared/ui/state-glyph";
import type { Cell, Column, Row } from "../kinds";
import { basisOf, countedOf, formatRating, labelOf, shareOn, shownCell } from "../scores";
import classes from "./raters-strip.module.css";

const WIDTH = 76;
const at = (share: number) => 6 + share * (WIDTH - 12);

/** Dots of one number side by side, so that three of them do not look like one; all in one path. */
function dotsOf(x: number, count: number): string {
  const shown = Math.min(count, 5);
  const starts = Array.from({ length: shown }, (_, index) => x + (index - (shown - 1) / 2) * 2.5 - 3);
  return starts.map((start) => `M${start} 8a3 3 0 0 1 6 0a3 3 0 0 1 -6 0`).join("");
}

interface Props {
  row: Row;
  columns: readonly Column[];
  /** The column shown; empty for the one in which the raters stand farthest apart, which is then named. */
  chosen: string;
}

function Under({
  label,
  isSplit,
  isNamed,
}: {
  label: string;
  isSplit: boolean;
  isNamed: boolean;
}): ReactNode {
  const name = withinSentence(label);
  return (
    <span className={classes.under} title={isSplit ? `Split: ${name}` : label}>
      {isSplit ? (
        <StateLabel state="undecided">
          <span className="clip">{isNamed ? `split: ${name}` : "split"}</span>
        </StateLabel>
      ) : (
        isNamed && <span className="clip">{name}</span>
      )}
    </span>
  );
}

/** Where there are no two numbers to lay side by side. */
function saysFew(row: Row, cell: Cell | null): string | null {
  if (cell?.raters === 0) return "From the record";
  return row.cells.some(({ raters }) => raters > 0) ? "One rater" : null;
}

/** How the raters of one column stand to one another: a dot for each number, a tick at what counts. */
export function RatersStrip({ row, columns, chosen }: Props): ReactNode {
  const cell = shownCell(row, chosen);
  if (!cell || cell.raters < 2) return <span className="small three">{saysFew(row, cell)}</span>;
  const column = columns.find(({ key }) => key === cell.column);
  const label = labelOf(columns, cell.column);
  const place = (value: number) => at(shareOn(column, cell, value));
  const says = `${label}: ${cell.raters} raters, ${formatRating(cell.low)} to ${formatRating(cell.high)}, ${basisOf(cell)} ${formatRating(countedOf(cell))}`;
  return (
    <>
      <svg width={WIDTH} height={16} role="img" aria-label={says} className={classes.strip}>
        <title>{says}</title>
        <path d={`M4 8H${WIDTH - 4}`} className={classes.axis} />
        {cell.tally.length === 0 && (
          <path d={`M${place(cell.low)} 8H${place(cell.high)}`} className={classes.span} />
        )}
        <path
          d={cell.tally.map(([value, count]) => dotsOf(place(Number(value)), Number(count))).join("")}
          className={classes.dot}
        />
        <path d={`M${place(countedOf(cell))} 2V14`} className={classes.tick} />
      </svg>
      <Under label={label} isSplit={cell.agreement === "low"} isNamed={!chosen} />
    </>
  );
}
