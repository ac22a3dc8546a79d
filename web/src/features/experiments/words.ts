import { formatNumber, formatPercent } from "@/shared/format/format";
import type { Meaning } from "@/shared/ui/state-glyph";
import type { Effect, MetricReadout } from "./kinds";

type MetricKind = MetricReadout["kind"];

export const roles = [
  { value: "primary", label: "Primary", hint: "The change was made for this." },
  {
    value: "long_term",
    label: "Long-term",
    hint: "What the primary metric stands for. A win needs it read.",
  },
  { value: "secondary", label: "Secondary", hint: "Good to know." },
  { value: "guardrail", label: "Guardrail", hint: "Must be shown not to get worse." },
] as const;

export function roleLabel(role: MetricReadout["role"]): string {
  return roles.find((each) => each.value === role)?.label ?? role;
}

/** Rates read as percent, other numbers as they are. */
export function formatValue(value: number, kind: MetricKind): string {
  if (kind === "proportion") return formatPercent(value);
  return formatNumber(value, { digits: Math.abs(value) < 10 ? 3 : 1 });
}

/** Differences of rates are in percentage points. */
export function formatDifference(value: number, kind: MetricKind): string {
  if (kind === "proportion") return formatNumber(value * 100, { digits: 2, signed: true, unit: "points" });
  return formatNumber(value, { digits: Math.abs(value) < 10 ? 3 : 1, signed: true });
}

export function formatSpan(effect: Pick<Effect, "low" | "high">, kind: MetricKind): string {
  const factor = kind === "proportion" ? 100 : 1;
  const digits = kind === "proportion" ? 2 : Math.abs(effect.high) < 10 ? 3 : 1;
  const [low, high] = [effect.low, effect.high].map((each) =>
    formatNumber(each * factor, { digits, signed: true }),
  );
  return `${low} to ${high}`;
}

export function formatP(value: number): string {
  return value < 0.001 ? "p < 0.001" : `p = ${formatNumber(value, { digits: value < 0.01 ? 4 : 3 })}`;
}

export const readings: Record<Effect["reading"], { state: Meaning; word: string }> = {
  better: { state: "better", word: "Better" },
  worse: { state: "worse", word: "Worse" },
  not_worse: { state: "on_track", word: "Not worse than the margin" },
  undecided: { state: "undecided", word: "Undecided" },
  unread: { state: "incomplete", word: "Not read yet" },
};

/** A scale with zero in its middle that holds the interval and the margin. */
export function scaleOf(effect: Effect, margin: number | null) {
  const reach = Math.max(Math.abs(effect.low), Math.abs(effect.high), margin ?? 0) * 1.15 || 1;
  return { low: -reach, high: reach };
}
