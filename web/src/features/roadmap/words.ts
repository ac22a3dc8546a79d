import type { components } from "@/api/schema";
import { formatDate } from "@/shared/format/dates";

type Schemas = components["schemas"];
export type State = Schemas["State"];
export type Outcome = Schemas["InitiativeOutcome"];
export type Horizon = Schemas["Horizon"];
export type Move = Schemas["MoveOut"];

export const horizons: readonly { value: Horizon; label: string }[] = [
  { value: "now", label: "Now" },
  { value: "next", label: "Next" },
  { value: "later", label: "Later" },
];

export const outcomes: Record<Outcome, string> = {
  win: "a win",
  no_win: "no win",
  redirect: "a redirect",
  dropped: "dropped",
};

const steps: Record<State, string> = {
  idea: "Back to an idea",
  candidate: "Make it a candidate",
  committed: "Commit",
  building: "Start building",
  shipped: "Mark as shipped",
  closed: "Close",
};

const back: Partial<Record<`${State}>${State}`, string>> = {
  "committed>candidate": "Take the commitment back",
  "building>committed": "Stop building for now",
  "shipped>building": "Build on",
  "closed>candidate": "Reopen as a candidate",
  "closed>shipped": "Reopen",
};

/** The verb of a step: "Commit", "Close as a redirect". */
export function verbOf(from: State, move: Pick<Move, "to" | "outcome">): string {
  if (move.outcome === "dropped") return "Drop";
  if (move.outcome) return `Close as ${outcomes[move.outcome]}`;
  return back[`${from}>${move.to}`] ?? steps[move.to];
}

export function horizonLabel(horizon: Horizon | null | undefined): string {
  return horizons.find((each) => each.value === horizon)?.label ?? "Off the board";
}

/** "3 Mar to 20 Mar"; one of the two may be open. */
export function sayDates({ starts_on: start, target_on: target }: Schemas["SpanOut"]): string {
  if (start && target) return `${formatDate(start)} to ${formatDate(target)}`;
  if (start) return `from ${formatDate(start)}`;
  return target ? `until ${formatDate(target)}` : "no dates";
}

export type ByHand = NonNullable<Schemas["InitiativeOut"]["by_hand"]>;

/** "Put here by Alice: …" and what that costs. */
export function sayByHand({ by, reason, words }: ByHand): string {
  return `Put here by ${by.name}: ${reason} ${words}`;
}
