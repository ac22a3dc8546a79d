import type { ReactNode } from "react";
import { formatScore } from "../kinds";
import type { RaterDot } from "../scores";
import classes from "./ranked-table.module.css";

const WIDTH = 96;

/** One dot a rater on an axis that all rows share, with a tick at the score. */
export function RatersStrip({
  dots,
  score,
  top,
}: {
  dots: readonly RaterDot[];
  score: number;
  top: number;
}): ReactNode {
  const place = (value: number) => 4 + (value / (top || 1)) * (WIDTH - 8);
  const says = dots.map((dot) => `${dot.name} ${formatScore(dot.score)}`).join(", ");
  return (
    <svg width={WIDTH} height={16} role="img" aria-label={`Raters: ${says}`}>
      <title>{says}</title>
      <path d={`M0 8H${WIDTH}`} className={classes.axis} />
      {dots.map((dot) => (
        <circle key={dot.id} cx={place(dot.score)} cy={8} r={3} className={classes.dot} />
      ))}
      <path d={`M${place(score)} 2V14`} className={classes.tick} />
    </svg>
  );
}
