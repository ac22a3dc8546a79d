import { amount } from "@/shared/decisions/trigger-draft";
import { formatDate } from "@/shared/format/dates";
import type { Decision } from "./decision-kind";

export type Trigger = Decision["triggers"][number];
export type Contradiction = Decision["contradictions"][number];

export function openContradictions(decision: Pick<Decision, "contradictions">): Contradiction[] {
  return decision.contradictions.filter((each) => each.dismissed_at === null);
}

export function firedTriggers(decision: Pick<Decision, "triggers">): Trigger[] {
  return decision.triggers.filter((each) => each.fired_at !== null);
}

type Standing = Pick<Decision, "contradictions" | "triggers" | "superseded_at">;

/** In force, and something has come up since: a trigger fired, or a record speaks against it. */
export function asksToDecideAgain(decision: Standing): boolean {
  if (decision.superseded_at) return false;
  return openContradictions(decision).length > 0 || firedTriggers(decision).length > 0;
}

/** What came of a trigger: the day it fired, and the reading that did it. */
export function firedWords(trigger: Trigger, zone: string): string {
  const day = trigger.fired_at ? formatDate(trigger.fired_at, zone) : "";
  return trigger.fired_value === null
    ? `Fired ${day}`
    : `Fired ${day} at ${amount(trigger.fired_value, trigger.unit)}`;
}

/** Where a waiting reading stands now, and where it stood on the day. */
export function waitingWords(trigger: Trigger, now: number | null): string {
  const reading = now === null ? "Not read now" : `Now ${amount(now, trigger.unit)}`;
  const then =
    trigger.value_then === null ? "" : `, ${amount(trigger.value_then, trigger.unit)} when decided`;
  return reading + then;
}

/** The one line of the register: "Came due 27 Feb", "3 Mar or 1 reading", or nothing. */
export function outlook(decision: Standing, zone: string): string {
  const fired = firedTriggers(decision)[0];
  if (fired?.fired_at) return `Came due ${formatDate(fired.fired_at, zone)}`;
  const days = decision.triggers.flatMap((each) => each.on ?? []).sort();
  const readings = decision.triggers.length - days.length;
  const parts = [
    days[0] ? formatDate(days[0], zone) : "",
    readings > 0 ? `${readings} ${readings === 1 ? "reading" : "readings"}` : "",
  ];
  return parts.filter(Boolean).join(" or ");
}
