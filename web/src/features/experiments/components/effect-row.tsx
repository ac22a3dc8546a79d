import type { ReactNode } from "react";
import { IntervalBand } from "@/shared/charts/interval-band";
import { formatNumber, formatPercent, sentenceCase } from "@/shared/format/format";
import { type Method, NumberWithMethod } from "@/shared/ui/number-with-method";
import { StateLabel } from "@/shared/ui/state-glyph";
import type { Effect, MetricReadout, Readout } from "../kinds";
import { type Row, scaleOf } from "../rows";
import type { Axis } from "../scales";
import {
  formatChance,
  formatEffect,
  formatMargin,
  formatP,
  formatSpan,
  formatSureness,
  formatValues,
  isGuarded,
  marginOn,
  roleLabel,
  stateOf,
} from "../words";
import classes from "./effects.module.css";

interface Props {
  metric: MetricReadout;
  row: Row;
  axis: Axis;
  readout: Readout;
  /** More than one variant is compared, so each is named. */
  hasVariants: boolean;
  margin?: ReactNode;
  /** What follows as one more row: its sentence. */
  hasWords: boolean;
  /** Under the plot: its axis. */
  children?: ReactNode;
}

function methodOf(metric: MetricReadout, effect: Effect, readout: Readout): Method {
  const scale = scaleOf(readout);
  const [control, value] = formatValues(effect, metric.kind);
  const { computed } = effect;
  const inputs = [
    { label: "Control", value: `${control} of ${formatNumber(effect.control_n)}` },
    { label: effect.variant, value: `${value} of ${formatNumber(effect.n)}` },
    {
      label: `${formatPercent(1 - readout.asked.alpha, { digits: 0 })} interval`,
      value: formatSpan(effect, metric.kind, scale),
    },
  ];
  if (computed.standard_error !== null)
    inputs.push({
      label: "Standard error",
      value: formatEffect(computed.standard_error, metric.kind, scale).replace("+", ""),
    });
  if (effect.p_value !== null) inputs.push({ label: "Two-sided test", value: formatP(effect.p_value) });
  if (effect.adjusted_p_value !== null && effect.adjusted_p_value !== effect.p_value)
    inputs.push({ label: "Corrected", value: formatP(effect.adjusted_p_value) });
  if (effect.chance_to_win !== null)
    inputs.push({ label: "Chance to win, flat prior", value: formatChance(effect.chance_to_win) });
  return { name: computed.formula, inputs, from: computed.source || undefined };
}

function Name({ metric, row, hasVariants, margin }: Props): ReactNode {
  const { level, effect, isSplitOff } = row;
  const users = `${formatNumber(effect.n + effect.control_n)} users`;
  if (level !== null) {
    return (
      <th scope="row" className={classes.level}>
        <span>
          {level || "(empty)"}
          {hasVariants && <span className="three"> · {effect.variant}</span>}
        </span>
        <span className="small three">
          {users}
          {isSplitOff && <span className="worse"> · split off</span>}
        </span>
      </th>
    );
  }
  return (
    <th scope="row" className={classes.name}>
      <span className="strong">{sentenceCase(metric.label)}</span>
      <span className="small three">
        {roleLabel(metric.role)} · {hasVariants ? `${effect.variant} · ` : ""}
        {users}
      </span>
      {isGuarded(metric) && <span className="small three">{margin ?? formatMargin(metric)}</span>}
    </th>
  );
}

function Verdict({ metric, row: { effect }, readout, hasWords }: Props): ReactNode {
  const sure = isGuarded(metric) ? "" : formatSureness(effect, readout.asked.method);
  return (
    <td className={classes.verdict} rowSpan={hasWords ? 2 : undefined}>
      <StateLabel state={stateOf(effect)}>{sentenceCase(effect.verdict)}</StateLabel>
      {isGuarded(metric) && effect.verdict === "undecided" && <StateLabel state="worse">Not safe</StateLabel>}
      {sure && <span className="small three tn">{sure}</span>}
    </td>
  );
}

function saysOf(metric: MetricReadout, effect: Effect, readout: Readout): string {
  const scale = scaleOf(readout);
  if (effect.effect === null) return "No interval can be drawn";
  const margin = marginOn(metric, effect.control_value, scale);
  const guard = margin === undefined ? "" : `; harm begins at ${formatEffect(margin, metric.kind, scale)}`;
  return `${formatEffect(effect.effect, metric.kind, scale)}, ${formatSpan(effect, metric.kind, scale)}${guard}`;
}

/** One variant on one metric, for everyone or for one level of a segment. */
export function EffectRow(props: Props): ReactNode {
  const { metric, row, axis, readout, hasWords, children } = props;
  const rowSpan = hasWords ? 2 : undefined;
  const { effect, level } = row;
  const scale = scaleOf(readout);
  const [control, value] = formatValues(effect, metric.kind);
  const tone = stateOf(effect);
  return (
    <tr className={classes.row} data-level={level === null ? undefined : true}>
      <Name {...props} />
      <td className={classes.values}>
        <span className="two">{control}</span> <span className="strong">{value}</span>
      </td>
      <td className={classes.plot} rowSpan={rowSpan}>
        <IntervalBand
          says={saysOf(metric, effect, readout)}
          low={effect.low}
          value={effect.effect}
          high={effect.high}
          scale={axis}
          meaning={tone === "on_track" ? undefined : tone}
          margin={marginOn(metric, effect.control_value, scale)}
          harm={metric.is_lower_better ? "above" : "below"}
        />
        {children}
      </td>
      <td className={classes.effect} rowSpan={rowSpan}>
        <NumberWithMethod method={methodOf(metric, effect, readout)}>
          {formatEffect(effect.effect, metric.kind, scale)}
        </NumberWithMethod>
        <span className="small three">
          {effect.effect !== null && formatSpan(effect, metric.kind, scale)}
        </span>
        {effect.note && <span className="small undecided">{effect.note}</span>}
      </td>
      <Verdict {...props} />
    </tr>
  );
}
