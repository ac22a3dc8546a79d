/** The words that raise risk flags, as they are shown and edited. */
import type { RiskTerm } from "./api";

export const riskSorts: readonly { value: RiskTerm["sort"]; label: string }[] = [
  { value: "load", label: "Load and limits" },
  { value: "data", label: "Data" },
  { value: "access", label: "Access" },
  { value: "outside", label: "Others' systems" },
  { value: "other", label: "Something else" },
];

export function sortLabel(sort: RiskTerm["sort"]): string {
  return riskSorts.find((each) => each.value === sort)?.label ?? sort;
}

/** Other ways to say it, as one line, and back: blanks and repetitions fall out. */
export function waysOf(line: string): string[] {
  return [...new Set(line.split(",").map((way) => way.trim()))].filter(Boolean);
}

export function lineOf(ways: readonly string[]): string {
  return ways.join(", ");
}

/** The list with one term put in the place of another; a new one (`null`) comes last, one left out (`null`) goes. */
export function withTerm(terms: readonly RiskTerm[], at: RiskTerm | null, now: RiskTerm | null): RiskTerm[] {
  if (at === null) return now ? [...terms, now] : [...terms];
  return terms.flatMap((each) => (each.term === at.term ? (now ?? []) : each));
}

/** What the server says is wrong with the term at a place of the list. */
export function problemAt(fields: Readonly<Record<string, string[]>>, place: number): string | undefined {
  const said = Object.entries(fields).filter(([name]) => name.split(".").includes(String(place)));
  return said.flatMap(([, words]) => words).join(" ") || undefined;
}
