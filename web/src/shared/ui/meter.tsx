import type { ReactNode } from "react";
import classes from "./meter.module.css";

interface Props {
  /** From 0 to 1; more is drawn as full. */
  share: number;
  tone?: "better" | "undecided" | "worse";
  /** A tick at another share, such as where it should stand today. */
  tick?: number | null;
  /** What it shows, for screen readers; without it, words beside it say the same. */
  says?: string;
}

/** A share as a bar. */
export function Meter({ share, tone, tick, says }: Props): ReactNode {
  const read = says ? { role: "img", "aria-label": says } : { "aria-hidden": true };
  return (
    <span className={classes.track} data-tone={tone} {...read}>
      <span className={classes.fill} style={{ width: `${Math.min(1, share) * 100}%` }} />
      {typeof tick === "number" && <span className={classes.tick} style={{ left: `${tick * 100}%` }} />}
    </span>
  );
}
