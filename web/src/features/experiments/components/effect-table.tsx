import type { ReactNode } from "react";
import { IntervalBand } from "@/shared/charts/interval-band";
import { formatNumber, sentenceCase } from "@/shared/format/format";
import { NumberWithMethod } from "@/shared/ui/number-with-method";
import { StateLabel } from "@/shared/ui/state-glyph";
import type { Effect, MetricReadout, Readout } from "../kinds";
import { formatDifference, formatP, formatSpan, formatValue, readings, roleLabel, scaleOf } from "../words";
import classes from "./readout.module.css";

function Row({
  metric,
  effect,
  method,
}: {
  metric: MetricReadout;
  effect: Effect;
  method: string;
}): ReactNode {
  const { state, word } = readings[effect.reading];
  const margin = metric.margin;
  return (
    <tr>
      <th scope="row">
        <span className="strong">{sentenceCase(metric.name)}</span>
        <span className="small three">
          {roleLabel(metric.role)} · {effect.variant} · {formatNumber(effect.n + effect.control_n)} units
        </span>
      </th>
      <td className={classes.values}>
        <span className="two">{formatValue(effect.control_value, metric.kind)}</span>{" "}
        <span className="strong">{formatValue(effect.value, metric.kind)}</span>
      </td>
      <td className={classes.band}>
        <IntervalBand
          low={effect.low}
          value={effect.difference}
          high={effect.high}
          scale={scaleOf(effect, margin)}
          meaning={state === "on_track" ? undefined : state}
          margin={margin === null ? undefined : metric.is_lower_better ? margin : -margin}
          harm={metric.is_lower_better ? "above" : "below"}
        />
      </td>
      <td className="num">
        <NumberWithMethod
          method={{
            name: "Difference of treatment and control",
            inputs: [
              {
                label: "Control",
                value: `${formatValue(effect.control_value, metric.kind)} of ${formatNumber(effect.control_n)}`,
              },
              {
                label: effect.variant,
                value: `${formatValue(effect.value, metric.kind)} of ${formatNumber(effect.n)}`,
              },
              { label: "95 % interval", value: formatSpan(effect, metric.kind) },
              { label: "Two-sided test", value: formatP(effect.p_value) },
            ],
            from: method,
          }}
        >
          {formatDifference(effect.difference, metric.kind)}
        </NumberWithMethod>
        <span className="small three">{formatSpan(effect, metric.kind)}</span>
      </td>
      <td>
        <StateLabel state={state}>{word}</StateLabel>
        <span className="small three">{formatP(effect.p_value)}</span>
      </td>
    </tr>
  );
}

function UnreadRow({ metric }: { metric: MetricReadout }): ReactNode {
  return (
    <tr>
      <th scope="row">
        <span className="strong">{sentenceCase(metric.name)}</span>
        <span className="small three">{roleLabel(metric.role)}</span>
      </th>
      <td colSpan={3} className="two">
        Planned, and not in the results yet.
      </td>
      <td>
        <StateLabel state="incomplete">Not read yet</StateLabel>
      </td>
    </tr>
  );
}

/** Every metric against the control. Each row has a scale of its own, with zero in the middle. */
export function EffectTable({ readout }: { readout: Readout }): ReactNode {
  return (
    <div className={classes.scroll}>
      <table className={classes.table} data-doubted={readout.split.is_flagged || undefined}>
        <caption className="sr">Effect of each variant on each metric</caption>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col">Without, with</th>
            <th scope="col" className={classes.middle}>
              lower · 0 · higher
            </th>
            <th scope="col" className="num">
              Difference
            </th>
            <th scope="col">Reading</th>
          </tr>
        </thead>
        <tbody>
          {readout.metrics.map((metric) =>
            metric.effects.length === 0 ? (
              <UnreadRow key={metric.name} metric={metric} />
            ) : (
              metric.effects.map((effect) => (
                <Row
                  key={`${metric.name} ${effect.variant}`}
                  metric={metric}
                  effect={effect}
                  method={readout.method}
                />
              ))
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}
