import type { components } from "@/api/schema";
import { formatNumber, formatPercent } from "@/shared/format/format";
import type { Meaning } from "@/shared/ui/state-glyph";
import type { Effect, Experiment, MetricReadout, Readout } from "./kinds";
import type { Scale } from "./view";

type MetricKind = MetricReadout["kind"];

export const roles = [
  { value: "primary", label: "Primary", hint: "The change was made for this." },
  {
    value: "long_term",
    label: "Long-term",
    hint: "What the primary metric stands for. A win needs it safe.",
  },
  { value: "secondary", label: "Secondary", hint: "Good to know." },
  { value: "guardrail", label: "Guardrail", hint: "Must be shown not to get worse." },
] as const;

export function roleLabel(role: MetricReadout["role"]): string {
  return roles.find((each) => each.value === role)?.label ?? role;
}

/** Metrics that have to be shown not worse than their margin. */
export function isGuarded({ role }: Pick<MetricReadout, "role">): boolean {
  return role === "long_term" || role === "guardrail";
}

/** Three figures that count: 52.5, 0.0565. */
export function digitsFor(...values: readonly (number | null)[]): number {
  const size = Math.max(0, ...values.map((each) => Math.abs(each ?? 0)).filter(Number.isFinite));
  if (size === 0) return 0;
  return Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(size))));
}

/** Without and with the change, in as many digits: rates in percent, other numbers as they are. */
export function formatValues(effect: Effect, kind: MetricKind): [string, string] {
  const pair = [effect.control_value, effect.value] as const;
  const show = (value: number | null) => {
    if (value === null) return "–";
    if (kind === "proportion") return formatPercent(value, { digits: 1 });
    return formatNumber(value, { digits: digitsFor(...pair) });
  };
  return [show(pair[0]), show(pair[1])];
}

interface Unit {
  factor: number;
  unit?: string;
  /** A unit that is a word, with a whole space before it. */
  word?: string;
  digits: (values: readonly (number | null)[]) => number;
}

function unitOf(kind: MetricKind, scale: Scale): Unit {
  if (scale === "relative") return { factor: 100, unit: "%", digits: () => 1 };
  if (kind === "proportion") return { factor: 100, word: "points", digits: () => 1 };
  return { factor: 1, digits: (values) => digitsFor(...values) };
}

/** An effect in the unit that is looked at: percent of the control, points of a rate, or the metric's own. */
export function formatEffect(value: number | null, kind: MetricKind, scale: Scale, digits?: number): string {
  if (value === null) return "not known";
  const { factor, unit, word, digits: own } = unitOf(kind, scale);
  const number = formatNumber(value * factor, { digits: digits ?? own([value]), signed: true, unit });
  return word ? `${number}\u00a0${word}` : number;
}

function formatEnd(value: number | null, open: string, { factor }: Unit, digits: number): string {
  return value === null ? open : formatNumber(value * factor, { digits, signed: true });
}

/** "−10.6 to +16.4"; the unit stands beside the effect. */
export function formatSpan(
  { low, high }: Pick<Effect, "low" | "high">,
  kind: MetricKind,
  scale: Scale,
): string {
  const unit = unitOf(kind, scale);
  const digits = unit.digits([low, high]);
  return `${formatEnd(low, "−∞", unit, digits)} to ${formatEnd(high, "+∞", unit, digits)}`;
}

/** A mark of the axis: as short as it can be. */
export function formatTick(value: number, step: number, kind: MetricKind, scale: Scale): string {
  const { factor } = unitOf(kind, scale);
  const digits = (String(Number((step * factor).toPrecision(6))).split(".")[1] ?? "").length;
  return value === 0 ? "0" : formatNumber(value * factor, { digits, signed: true });
}

export function formatP(value: number): string {
  return value < 0.001 ? "p < 0.001" : `p = ${formatNumber(value, { digits: value < 0.01 ? 4 : 3 })}`;
}

/** Never quite none, and never quite certain. */
export function formatChance(chance: number): string {
  if (chance > 0.999) return `> ${formatPercent(0.999)}`;
  if (chance < 0.001) return `< ${formatPercent(0.001)}`;
  return formatPercent(chance);
}

/** What stands under the verdict: a chance where there is a posterior, otherwise the p that was judged by. */
export function formatSureness(effect: Effect, method: string): string {
  if (method === "bayesian" && effect.chance_to_win !== null)
    return `${formatChance(effect.chance_to_win)} chance to win`;
  const p = effect.adjusted_p_value ?? effect.p_value;
  return p === null ? "" : formatP(p);
}

const states: Record<Effect["verdict"], Meaning> = {
  better: "better",
  worse: "worse",
  "not worse than the margin": "on_track",
  undecided: "undecided",
};

export function stateOf(effect: Effect): Meaning {
  return states[effect.verdict];
}

/** Where harm begins to count, in the unit that is looked at; none where the metric guards nothing. */
export function marginOn(
  metric: MetricReadout,
  controlValue: number | null,
  scale: Scale,
): number | undefined {
  if (!isGuarded(metric)) return undefined;
  const size = metric.margin ?? 0;
  const at = scale === "relative" ? size : size * Math.abs(controlValue ?? 0);
  return metric.is_lower_better ? at : -at;
}

export function formatMargin(metric: Pick<MetricReadout, "margin" | "is_lower_better">): string {
  if (metric.margin === null) return "no harm accepted";
  const way = metric.is_lower_better ? "rise" : "fall";
  const digits = Number.isInteger(Math.round(metric.margin * 1e6) / 1e4) ? 0 : 1;
  return `${way} of ${formatPercent(metric.margin, { digits })} accepted`;
}

const standings: Record<Readout["decision"]["standing"], Meaning> = {
  win: "better",
  holds: "on_track",
  no_win: "undecided",
  worse: "worse",
  undecided: "undecided",
};

/** The meaning of an overall decision, for its glyph and its ground. */
export function meaningOf({ decision }: Readout): Meaning {
  if (decision.is_blocked) return "off_track";
  return decision.is_planned ? standings[decision.standing] : "undecided";
}

export const tones: Partial<Record<Meaning, string>> = {
  better: "better",
  on_track: "better",
  worse: "worse",
  off_track: "worse",
  undecided: "undecided",
};

export type Outcome = NonNullable<Experiment["outcome"]>;

export const outcomes: readonly {
  value: Outcome;
  label: string;
  state: Meaning;
  verb: string;
  hint: string;
}[] = [
  {
    value: "win",
    label: "A win",
    state: "better",
    verb: "Close as a win",
    hint: "It is better where it counts, and shown to be safe everywhere else.",
  },
  {
    value: "no_win",
    label: "No win",
    state: "worse",
    verb: "Close as no win",
    hint: "It did not do what it was made for.",
  },
  {
    value: "inconclusive",
    label: "Inconclusive",
    state: "undecided",
    verb: "Close as inconclusive",
    hint: "Stopped before the numbers could say.",
  },
];

type Fields = components["schemas"]["ExperimentOut"];

export function outcomeOf({ outcome }: Pick<Fields, "outcome">) {
  return outcomes.find((each) => each.value === outcome);
}
