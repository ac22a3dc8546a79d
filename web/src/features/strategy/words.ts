import type { components } from "@/api/schema";
import { formatNumber } from "@/shared/format/format";
import type { Meaning } from "@/shared/ui/state-glyph";

type KeyResult = components["schemas"]["KeyResultOut"];
export type Status = KeyResult["status"];

/** Worse first: an objective stands as its weakest key result does. */
export const statuses: readonly { value: Status; state: Meaning; word: string }[] = [
  { value: "off_track", state: "off_track", word: "Off track" },
  { value: "at_risk", state: "at_risk", word: "At risk" },
  { value: "on_track", state: "on_track", word: "On track" },
  { value: "no_data", state: "incomplete", word: "No data yet" },
];

export function lookOf(status: Status): { state: Meaning; word: string } {
  return statuses.find((each) => each.value === status) ?? { state: "incomplete", word: "No data yet" };
}

/** "40.7 of 48 %"; for a number that should fall, "31, target 20 min". */
export function formatReach({
  current,
  target,
  unit,
  direction,
}: Pick<KeyResult, "current" | "target" | "unit" | "direction">): string {
  const aim = formatNumber(target, { unit: unit || undefined });
  return `${formatNumber(current)}${direction === "down" ? ", target" : " of"} ${aim}`;
}

export function formatShare(share: number): string {
  return formatNumber(share, { digits: 2 });
}

const levels = [
  { from: 0.9, word: "as good as certain" },
  { from: 0.7, word: "confident" },
  { from: 0.5, word: "more likely than not" },
  { from: 0.3, word: "in doubt" },
  { from: 0, word: "unlikely" },
] as const;

export function confidenceWord(share: number): string {
  return levels.find((each) => share >= each.from)?.word ?? "unlikely";
}

/** How the key results of an objective stand together. */
export function standingOf(keyResults: readonly Pick<KeyResult, "status" | "progress">[]) {
  const status =
    statuses.find(({ value }) => keyResults.some((each) => each.status === value))?.value ?? "no_data";
  const progress =
    keyResults.length === 0
      ? null
      : keyResults.reduce((sum, each) => sum + each.progress, 0) / keyResults.length;
  return { status, progress };
}
