import type { ChartTable } from "@/shared/charts/chart";
import type { Effect, MetricReadout, Readout } from "./kinds";
import { type Axis, axisOf } from "./scales";
import type { Scale } from "./view";
import { marginOn } from "./words";

/** One interval of the plot. */
export interface Row {
  key: string;
  effect: Effect;
  /** Null: everyone. */
  level: string | null;
  /** The level's users are not split as planned. */
  isSplitOff: boolean;
}

export interface Group {
  metric: MetricReadout;
  rows: Row[];
  axis: Axis;
}

export function scaleOf(readout: Readout): Scale {
  return readout.asked.effect === "absolute" ? "absolute" : "relative";
}

function rowsOf(metric: MetricReadout, readout: Readout): Row[] {
  const everyone = metric.effects.map((effect) => ({
    key: effect.variant,
    effect,
    level: null,
    isSplitOff: false,
  }));
  const levels = readout.levels.flatMap(({ level, srm, metrics }) =>
    (metrics.find((each) => each.name === metric.name)?.effects ?? []).map((effect) => ({
      key: `${level} ${effect.variant}`,
      effect,
      level,
      isSplitOff: srm.is_flagged,
    })),
  );
  return [...everyone, ...levels];
}

interface Drawn {
  metric: MetricReadout;
  rows: Row[];
}

function axisFor(drawn: readonly Drawn[], scale: Scale): Axis {
  const rows = drawn.flatMap(({ rows }) => rows);
  const margins = drawn.flatMap(({ metric, rows }) =>
    rows.slice(0, 1).flatMap(({ effect }) => marginOn(metric, effect.control_value, scale) ?? []),
  );
  return axisOf(
    rows.map(({ effect }) => ({ low: effect.low, value: effect.effect, high: effect.high })),
    margins,
  );
}

/** The plot's rows by metric. Relative effects share one axis; absolute ones have units, and so an axis for each metric. */
export function groupsOf(readout: Readout): Group[] {
  const scale = scaleOf(readout);
  const drawn = readout.metrics.map((metric) => ({ metric, rows: rowsOf(metric, readout) }));
  const shared = axisFor(drawn, scale);
  return drawn.map((each) => ({ ...each, axis: scale === "relative" ? shared : axisFor([each], scale) }));
}

/** Every number of the readout, for the export. */
export function tableOf(readout: Readout): ChartTable {
  const { effect, method } = readout.asked;
  return {
    columns: [
      "metric",
      "role",
      "segment",
      "level",
      "variant",
      "control_n",
      "n",
      "control_value",
      "value",
      `effect_${effect}`,
      "low",
      "high",
      "p_value",
      "adjusted_p_value",
      "chance_to_win",
      "margin",
      "verdict",
      "method",
    ],
    rows: groupsOf(readout).flatMap(({ metric, rows }) =>
      rows.map(({ effect: each, level }) => [
        metric.name,
        metric.role,
        level === null ? "" : readout.asked.segment,
        level ?? "",
        each.variant,
        each.control_n,
        each.n,
        each.control_value,
        each.value,
        each.effect,
        each.low,
        each.high,
        each.p_value,
        each.adjusted_p_value,
        each.chance_to_win,
        metric.margin,
        each.verdict,
        method,
      ]),
    ),
  };
}
