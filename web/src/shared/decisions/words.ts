import type { components } from "@/api/schema";
import type { Verdict } from "@/shared/ui/state-glyph";

export type ReasonCode = components["schemas"]["ReasonCode"];

interface Reason {
  value: ReasonCode;
  label: string;
  /** The verdicts it is offered for. */
  fits: readonly Verdict[];
}

const every: readonly Verdict[] = ["yes", "not_now", "no", "merge_into"];

export const reasons: readonly Reason[] = [
  { value: "strong_evidence", label: "Strong evidence", fits: ["yes"] },
  { value: "goal_fit", label: "Serves a key result", fits: ["yes"] },
  { value: "risk", label: "Lowers a risk", fits: ["yes"] },
  { value: "obligation", label: "An obligation", fits: ["yes"] },
  {
    value: "need_met_otherwise",
    label: "The need is met in another way",
    fits: ["no", "not_now", "merge_into"],
  },
  { value: "weak_evidence", label: "Evidence is weak", fits: ["no", "not_now"] },
  { value: "not_our_customer", label: "Not who the product is for", fits: ["no"] },
  { value: "off_goal", label: "Serves no goal", fits: ["no", "not_now"] },
  { value: "too_costly", label: "Costs more than it brings", fits: ["no", "not_now", "merge_into"] },
  { value: "blocked", label: "Something has to come before it", fits: ["not_now"] },
  { value: "other_first", label: "Other work comes first", fits: ["not_now", "no"] },
  { value: "other", label: "Another reason", fits: every },
];

/** What may be said, and how it reads once it is. */
export const verdicts: readonly { value: Verdict; label: string; said: string }[] = [
  { value: "yes", label: "Yes", said: "Yes" },
  { value: "not_now", label: "Not now", said: "Not now" },
  { value: "no", label: "No", said: "No" },
  { value: "merge_into", label: "Merge into", said: "Merged" },
];

export function reasonLabel(code: ReasonCode): string {
  return reasons.find((reason) => reason.value === code)?.label ?? code;
}

/** The reasons that can stand behind a verdict. */
export function reasonsFor(verdict: Verdict): readonly Reason[] {
  return reasons.filter((each) => each.fits.includes(verdict));
}
