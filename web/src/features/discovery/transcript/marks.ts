import type { Strength } from "@/shared/ui/strength-glyph";
import type { Highlight } from "../kinds";

export type Mark = Highlight["mark"];

export interface MarkKey {
  key: string;
  word: string;
  strength: Strength;
  mark: Mark;
}

/** One key for each way to mark: what was done, what was said, and how firm either is. */
export const markKeys: readonly MarkKey[] = [
  { key: "d", word: "did", strength: "observed", mark: "did" },
  { key: "s", word: "said", strength: "told", mark: "said" },
  { key: "w", word: "workaround", strength: "observed", mark: "workaround" },
  { key: "a", word: "asked", strength: "asked", mark: "said" },
  { key: "i", word: "internal", strength: "internal", mark: "said" },
];

export function countStrengths(marks: readonly Highlight[]): Record<Strength, number> {
  const counts: Record<Strength, number> = { observed: 0, told: 0, asked: 0, internal: 0 };
  for (const each of marks) counts[each.strength] += 1;
  return counts;
}

export function clockOf(ms: number | null): string {
  if (ms === null) return "";
  const seconds = Math.floor(ms / 1000);
  const two = (part: number) => String(part).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
