import { formatNumber, formatPercent } from "@/shared/format/format";
import type { Meaning } from "@/shared/ui/state-glyph";
import type { Prediction } from "./kinds";

export function formatProbability(share: number): string {
  return formatPercent(share, { digits: 0 });
}

export function formatBrier(score: number): string {
  return formatNumber(score, { digits: 2 });
}

type Outcome = NonNullable<Prediction["outcome"]>;

export const outcomes: readonly { value: Outcome; label: string; hint: string; state: Meaning }[] = [
  { value: "yes", label: "It happened", hint: "Everybody is scored against 1.", state: "on_track" },
  { value: "no", label: "It did not", hint: "Everybody is scored against 0.", state: "off_track" },
  {
    value: "unresolvable",
    label: "Nobody can say",
    hint: "It counts for no score, and it is counted.",
    state: "incomplete",
  },
];

export function outcomeLabel(outcome: Outcome): string {
  return outcomes.find((each) => each.value === outcome)?.label ?? outcome;
}

export const brierMethod = {
  name: "Brier score",
  formula: "mean of (probability − outcome)²",
  from: "Outcome is 1 for yes and 0 for no. 0 is perfect, 0.25 is what always saying 50 % scores, 1 is sure and wrong. Each person's last probability counts; what nobody could resolve does not.",
} as const;
