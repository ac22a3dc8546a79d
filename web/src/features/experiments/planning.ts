import type { Goal } from "./api";
import type { Effect, Experiment, MetricReadout, Readout } from "./kinds";
import { asPercent, ofPercent } from "./plan";
import type { Scale } from "./view";
import { isGuarded } from "./words";

/** What is asked: how many users for an effect or for a guardrail's margin, or what so many users would see. */
export type Question = "mde" | "margin" | "users";

/** The form as it is typed: numbers are texts, shares are percent. */
export interface Draft {
  kind: "proportion" | "mean";
  question: Question;
  effect: Scale;
  baseline: string;
  deviation: string;
  amount: string;
  usersPerDay: string;
  traffic: string;
  variants: string;
  alpha: string;
  power: string;
  successes: string;
  guardrails: string;
}

export const emptyDraft: Draft = {
  kind: "proportion",
  question: "mde",
  effect: "relative",
  baseline: "",
  deviation: "",
  amount: "5",
  usersPerDay: "",
  traffic: "100",
  variants: "2",
  alpha: "5",
  power: "80",
  successes: "1",
  guardrails: "0",
};

const most = 20; // variants that one plan may have

function numberOf(text: string): number | null {
  const value = Number(text);
  return text.trim() === "" || Number.isNaN(value) ? null : value;
}

/** Whether the amount is typed in percent (or points) and sent as a share. */
export function isShare({ question, effect, kind }: Pick<Draft, "question" | "effect" | "kind">): boolean {
  return question !== "users" && (effect === "relative" || kind === "proportion");
}

interface Inputs {
  baseline: number | null;
  deviation: number | null;
  amount: number | null;
  variants: number;
}

function inputsOf(draft: Draft): Inputs {
  const isRate = draft.kind === "proportion";
  return {
    baseline: isRate ? ofPercent(draft.baseline) : numberOf(draft.baseline),
    deviation: isRate ? null : numberOf(draft.deviation),
    amount: isShare(draft) ? ofPercent(draft.amount) : numberOf(draft.amount),
    variants: Math.trunc(numberOf(draft.variants) ?? 0),
  };
}

function isComplete({ kind, question, effect }: Draft, inputs: Inputs): boolean {
  const isRate = kind === "proportion";
  const needed = [inputs.amount];
  if (isRate || (effect === "relative" && question !== "users")) needed.push(inputs.baseline);
  if (!isRate) needed.push(inputs.deviation);
  return !needed.includes(null) && inputs.variants >= 2 && inputs.variants <= most;
}

/** What is sent to the server; null while something needed is missing. */
export function goalOf(draft: Draft): Goal | null {
  const inputs = inputsOf(draft);
  if (!isComplete(draft, inputs)) return null;
  return {
    kind: draft.kind,
    baseline: inputs.baseline,
    standard_deviation: inputs.deviation,
    effect: draft.effect,
    [draft.question]: inputs.amount,
    users_per_day: numberOf(draft.usersPerDay),
    traffic_share: ofPercent(draft.traffic) ?? 1,
    shares: Array.from({ length: inputs.variants }, () => 1),
    alpha: ofPercent(draft.alpha) ?? 0.05,
    power: ofPercent(draft.power) ?? 0.8,
    success_metrics: numberOf(draft.successes) ?? 1,
    guardrails: numberOf(draft.guardrails) ?? 0,
  };
}

function leadingMetric(metrics: readonly MetricReadout[]): MetricReadout | undefined {
  const planable = metrics.filter(({ kind }) => kind === "proportion" || kind === "mean");
  return planable.find(({ role }) => role === "primary") ?? planable[0];
}

function deviationOf(effect: Effect): number | null {
  return effect.computed.numbers.find(({ name }) => name === "standard deviation")?.control ?? null;
}

function rounded(value: number | null): string {
  return value === null ? "" : String(Number(value.toPrecision(4)));
}

const day = 86_400_000;

/** Users a day while it ran, where both of its days are known. */
export function paceOf(
  readout: Readout,
  { starts_on, ends_on }: Pick<Experiment, "starts_on" | "ends_on">,
): string {
  const users = readout.srm.arms.reduce((sum, arm) => sum + arm.n, 0);
  if (!starts_on || !ends_on || users === 0) return "";
  const days = Math.round((Date.parse(ends_on) - Date.parse(starts_on)) / day) + 1;
  return days > 0 ? String(Math.round(users / days)) : "";
}

/** A draft that begins with what the experiment already knows. */
export function draftFrom(readout: Readout, experiment: Pick<Experiment, "starts_on" | "ends_on">): Draft {
  const { metrics, srm } = readout;
  const metric = leadingMetric(metrics);
  const planned = {
    ...emptyDraft,
    kind: metric?.kind === "mean" ? ("mean" as const) : ("proportion" as const),
    variants: String(Math.max(2, srm.arms.length)),
    successes: String(Math.max(1, metrics.filter(({ role }) => role === "primary").length)),
    guardrails: String(metrics.filter(isGuarded).length),
    usersPerDay: paceOf(readout, experiment),
  };
  const effect = metric?.effects[0];
  if (!effect) return planned;
  if (planned.kind === "mean")
    return { ...planned, baseline: rounded(effect.control_value), deviation: rounded(deviationOf(effect)) };
  const share = effect.control_value === null ? null : Number(effect.control_value.toPrecision(4));
  return { ...planned, baseline: asPercent(share) };
}
