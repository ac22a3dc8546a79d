import type { ReactNode } from "react";
import type { Meaning } from "@/shared/ui/state-glyph";
import classes from "./interval-band.module.css";

export interface Scale {
  low: number;
  high: number;
  /** Where faint lines stand. */
  ticks?: readonly number[];
}

interface Props {
  /** What the picture shows, for whoever does not see it. */
  says: string;
  /** Null: open on this side. */
  low: number | null;
  value: number | null;
  high: number | null;
  scale: Scale;
  /** Drawn in ink when nothing is said about good or bad. */
  meaning?: Meaning;
  /** Harm lies beyond this value; the zone is tinted. */
  margin?: number;
  harm?: "below" | "above";
}

const thick = 12;

const tones: Partial<Record<Meaning, string>> = {
  better: "better",
  worse: "worse",
  undecided: "undecided",
  on_track: "better",
  at_risk: "undecided",
  off_track: "worse",
};

/** Where a value stands, in percent of the width; what lies beyond the scale stands at its end. */
export function shareOn(scale: Scale): (value: number) => number {
  const span = scale.high - scale.low || 1;
  return (value) => Math.max(0, Math.min(100, ((value - scale.low) / span) * 100));
}

function isOn(scale: Scale, value: number): boolean {
  return value >= scale.low && value <= scale.high;
}

/** Through the whole height, so that the rows of a plot share their lines. */
function Line({ at, look }: { at: number; look?: string }): ReactNode {
  return <line className={look} x1={`${at}%`} x2={`${at}%`} y1="0%" y2="100%" />;
}

function Tick({ at, reach, look }: { at: number; reach: number; look?: string }): ReactNode {
  return <line className={look} x1={`${at}%`} x2={`${at}%`} y1={-reach} y2={reach} />;
}

/** The interval goes on beyond what is drawn. */
function Beyond({ at }: { at: 0 | 100 }): ReactNode {
  const [tip, back] = at === 0 ? [-5, 1] : [5, -1];
  return (
    <svg x={`${at}%`} className={classes.beyond} aria-hidden="true">
      <path d={`M${back} -5 ${tip} 0 ${back} 5z`} />
    </svg>
  );
}

function End({ value, scale, at }: { value: number | null; scale: Scale; at: 0 | 100 }): ReactNode {
  if (value === null || !isOn(scale, value)) return <Beyond at={at} />;
  return <Tick at={shareOn(scale)(value)} reach={thick / 2} look={classes.end} />;
}

function Interval({ low, value, high, scale }: Pick<Props, "low" | "high" | "scale"> & { value: number }) {
  const at = shareOn(scale);
  const [left, right] = [at(low ?? scale.low), at(high ?? scale.high)];
  return (
    <svg y="50%" width="100%" height="1" className={classes.interval} aria-hidden="true">
      <rect
        className={classes.fill}
        x={`${left}%`}
        width={`${right - left}%`}
        y={-thick / 2}
        height={thick}
        rx={2}
      />
      <End value={low} scale={scale} at={0} />
      <End value={high} scale={scale} at={100} />
      {isOn(scale, value) && <Tick at={at(value)} reach={9} look={classes.estimate} />}
    </svg>
  );
}

/** One row of an effect plot, as high as its place: the interval as a band, a heavier tick at the estimate, zero as the firm line. */
export function IntervalBand(props: Props): ReactNode {
  const { says, low, value, high, scale, meaning, margin, harm = "below" } = props;
  const at = shareOn(scale);
  const edge = margin === undefined ? 0 : at(margin);
  const [from, to] = harm === "below" ? [0, edge] : [edge, 100];
  return (
    <svg
      className={classes.band}
      role="img"
      data-tone={(meaning && tones[meaning]) ?? "neutral"}
      aria-label={says}
    >
      {margin !== undefined && (
        <rect className={classes.zone} x={`${from}%`} width={`${to - from}%`} y="0%" height="100%" />
      )}
      {scale.ticks?.map((tick) => (
        <Line key={tick} at={at(tick)} look={classes.grid} />
      ))}
      {margin !== undefined && isOn(scale, margin) && <Line at={edge} look={classes.margin} />}
      <Line at={at(0)} look={classes.zero} />
      {value !== null && <Interval low={low} value={value} high={high} scale={scale} />}
    </svg>
  );
}
