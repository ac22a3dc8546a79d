import type { ReactNode } from "react";
import { formatEstimate } from "@/shared/format/format";
import type { Meaning } from "@/shared/ui/state-glyph";
import classes from "./interval-band.module.css";

export interface Scale {
  low: number;
  high: number;
}

interface Props {
  low: number;
  value: number;
  high: number;
  scale: Scale;
  /** Drawn in ink when nothing is said about good or bad. */
  meaning?: Meaning;
  /** Harm lies beyond this value; the zone is tinted. */
  margin?: number;
  harm?: "below" | "above";
  /** The metric's window is still open. */
  incomplete?: boolean;
  unit?: string;
  digits?: number;
  height?: number;
}

const tones: Partial<Record<Meaning, string>> = {
  better: "better",
  worse: "worse",
  undecided: "undecided",
  on_track: "better",
  at_risk: "undecided",
  off_track: "worse",
};

function shareOn(scale: Scale): (value: number) => number {
  const span = scale.high - scale.low || 1;
  return (value) => Math.max(0, Math.min(100, ((value - scale.low) / span) * 100));
}

/** One row of an effect plot: the interval as a band, a tick at each end, a heavier one at the estimate, zero as the firm line. */
export function IntervalBand(props: Props): ReactNode {
  const {
    low,
    value,
    high,
    scale,
    meaning,
    margin,
    harm = "below",
    incomplete,
    unit,
    digits = 1,
    height = 56,
  } = props;
  const at = shareOn(scale);
  const tone = (meaning && tones[meaning]) ?? "neutral";
  const top = height / 2 - 6;
  const zone = margin === undefined ? null : harm === "below" ? [0, at(margin)] : [at(margin), 100];
  const percent = (share: number) => `${share}%`;
  return (
    <svg
      className={classes.band}
      width="100%"
      height={height}
      role="img"
      data-tone={tone}
      aria-label={formatEstimate(value, low, high, { signed: true, unit, digits })}
    >
      <defs>
        <pattern
          id="band-hatch"
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <path d="M0 0v6" className={classes.hatchLine} />
        </pattern>
      </defs>
      {zone && (
        <rect
          className={classes.zone}
          x={percent(zone[0] ?? 0)}
          width={percent((zone[1] ?? 0) - (zone[0] ?? 0))}
          y={0}
          height={height}
        />
      )}
      {margin !== undefined && (
        <line
          className={classes.margin}
          x1={percent(at(margin))}
          x2={percent(at(margin))}
          y1={0}
          y2={height}
        />
      )}
      <line className={classes.zero} x1={percent(at(0))} x2={percent(at(0))} y1={0} y2={height} />
      <rect
        className={classes.fill}
        x={percent(at(low))}
        width={percent(at(high) - at(low))}
        y={top}
        height={12}
      />
      {incomplete && (
        <rect
          fill="url(#band-hatch)"
          x={percent(at(low))}
          width={percent(at(high) - at(low))}
          y={top}
          height={12}
        />
      )}
      {[low, high].map((end) => (
        <line
          key={end}
          className={classes.end}
          x1={percent(at(end))}
          x2={percent(at(end))}
          y1={top}
          y2={top + 12}
        />
      ))}
      <line
        className={classes.estimate}
        x1={percent(at(value))}
        x2={percent(at(value))}
        y1={top - 3}
        y2={top + 15}
      />
    </svg>
  );
}
