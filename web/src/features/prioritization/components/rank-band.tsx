import type { ReactNode } from "react";
import { classNames } from "@/shared/ui/classes";
import type { Row } from "../kinds";
import { type Axis, isOpenBand, placeOn, saysBand, ticksOf } from "../ranks";
import classes from "./rank-band.module.css";

const WIDTH = 204;
const PAD = 6;

export function axisOf(count: number): Axis {
  return { count, width: WIDTH, pad: PAD };
}

/** The ranks that all bands below share, printed once. */
export function RankAxis({ count }: { count: number }): ReactNode {
  const axis = axisOf(count);
  const ticks = ticksOf(count);
  return (
    <svg width={WIDTH} height={16} aria-hidden="true" className={classes.head}>
      {ticks.map((rank, index) => (
        <text
          key={rank}
          x={placeOn(axis, rank)}
          y={12}
          className={index > 0 && index === ticks.length - 1 ? classes.last : classes.label}
        >
          {rank}
        </text>
      ))}
    </svg>
  );
}

/** Where a candidate lands in 80 of 100 re-scorings: filled where that is firm, hollow and dashed where it is open. */
export function RankBand({ place, count }: { place: Row["place"]; count: number }): ReactNode {
  const axis = axisOf(count);
  const { rank, rank_low: low, rank_high: high } = place;
  const says = saysBand({ place });
  if (rank === null) return <span className="small three">No rank yet</span>;
  const [from, to] = [placeOn(axis, low ?? rank) - 5, placeOn(axis, high ?? rank) + 5];
  const isOpen = low !== null && high !== null && isOpenBand(low, high, count);
  return (
    <svg width={WIDTH} height={28} role="img" aria-label={says} className={classes.band}>
      <title>{says}</title>
      <path d={`M${PAD} 14H${WIDTH - PAD}`} className={classes.axis} />
      {low !== null && (
        <rect
          x={from + (isOpen ? 0.5 : 0)}
          y={isOpen ? 8.5 : 8}
          width={Math.max(1, to - from - (isOpen ? 1 : 0))}
          height={isOpen ? 11 : 12}
          rx={3}
          className={classNames(isOpen ? classes.open : classes.firm)}
        />
      )}
      <circle cx={placeOn(axis, rank)} cy={14} r={4} className={classes.dot} />
    </svg>
  );
}
