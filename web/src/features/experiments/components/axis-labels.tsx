import type { ReactNode } from "react";
import { shareOn } from "@/shared/charts/interval-band";
import type { MetricReadout } from "../kinds";
import type { Axis } from "../scales";
import type { Scale } from "../view";
import { formatTick } from "../words";
import classes from "./effects.module.css";

/** The marks of a plot's axis. The numbers stand in the table, so nobody hears them. */
export function AxisLabels({
  axis,
  kind,
  scale,
}: {
  axis: Axis;
  kind: MetricReadout["kind"];
  scale: Scale;
}): ReactNode {
  const at = shareOn(axis);
  const step = (axis.ticks[1] ?? 1) - (axis.ticks[0] ?? 0);
  return (
    <span className={classes.axis} aria-hidden="true">
      {axis.ticks.map((tick) => (
        <span key={tick} className={classes.tick} style={{ left: `${at(tick)}%` }}>
          {formatTick(tick, step, kind, scale)}
        </span>
      ))}
    </span>
  );
}
