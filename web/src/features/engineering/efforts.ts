/** What became of estimates: the ranges of one team as a picture and as a table. */
import type { RecordOut } from "@/api/types";
import { formatNumber, plural } from "@/shared/format/format";
import type { Correction, EffortReport, Estimate } from "./api";

type Sizes = Pick<EffortReport, "small_to" | "medium_to" | "unit">;

/** Teams by how much of their work is finished, the most first. */
export function teamsOf(corrections: readonly Correction[]): string[] {
  const counts = new Map<string, number>();
  for (const { team, count } of corrections) counts.set(team, (counts.get(team) ?? 0) + count);
  return [...counts].toSorted(([a, n], [b, m]) => m - n || a.localeCompare(b)).map(([team]) => team);
}

function short(value: number): string {
  return formatNumber(Math.round(value * 10) / 10);
}

/** "up to 3 weeks", "3 to 6 weeks", "over 6 weeks". */
export function sizeWords(size: Correction["size"], { small_to, medium_to, unit }: Sizes): string {
  if (small_to === null || medium_to === null) return size;
  if (size === "small") return `up to ${short(small_to)} ${unit}`;
  if (size === "large") return `over ${short(medium_to)} ${unit}`;
  return `${short(small_to)} to ${short(medium_to)} ${unit}`;
}

export interface Band {
  from: number;
  to: number;
  low: number;
  likely: number;
  high: number;
}

/** Where each size of estimate begins and ends, and what it is multiplied by there; nothing where a size is unknown. */
export function bandsOf(corrections: readonly Correction[], sizes: Sizes, largest: number): Band[] {
  const small = sizes.small_to ?? 0;
  const medium = sizes.medium_to ?? 0;
  const spans = { small: [0, small], medium: [small, medium], large: [medium, largest] } as const;
  return corrections
    .map(({ size, low, likely, high }) => ({ from: spans[size][0], to: spans[size][1], low, likely, high }))
    .filter((band) => band.to > band.from)
    .toSorted((a, b) => a.from - b.from);
}

/** The end of both axes: over all that was estimated, and over all that it took. */
export function reachOf(work: readonly Pick<Estimate, "estimate" | "actual">[]): { x: number; y: number } {
  const most = (values: number[]) => Math.max(1, ...values) * 1.08;
  return { x: most(work.map((each) => each.estimate)), y: most(work.map((each) => each.actual)) };
}

/** "off by 1.4 weeks on average; corrected, by 0.9". */
export function judgementWords(report: Pick<EffortReport, "judgement" | "unit">): string {
  const { judgement, unit } = report;
  if (!judgement) return "";
  const { error_plain: plain, error_corrected: corrected } = judgement;
  const before = `${short(plain)} ${unit}`;
  const change = plain > 0 ? Math.round((1 - corrected / plain) * 100) : 0;
  const told =
    change > 0 ? `${change} % less` : change < 0 ? `${-change} % more: the past misleads here` : "no better";
  return `As estimated, the latest work was off by ${before} on average; corrected by the work before it, by ${short(corrected)}: ${told}.`;
}

/** An initiative, by what is asked of it here. */
export interface Estimated extends RecordOut {
  effort_low_weeks: number | null;
  effort_weeks: number | null;
  effort_high_weeks: number | null;
  team: { id: string; name: string } | null;
}

/** What has a range was looked at: it is not corrected again, or each look would make it longer. */
export function hasRange({ effort_low_weeks, effort_high_weeks }: Estimated): boolean {
  return effort_low_weeks !== null && effort_high_weeks !== null;
}

export function rangeWords(estimate: number, team: string | undefined): string {
  const whose = team ? `${team}'s` : "everybody's";
  return `By ${whose} finished work, an estimate of ${formatNumber(estimate, { unit: "w" })} comes to:`;
}

const FEW = 10;

/** How much stands behind a range. */
export function sampleWords(count: number, team: string | undefined): string {
  if (!team) return "It has no team, so this is everybody's past, and wider for it.";
  if (count === 0)
    return `${team} has finished nothing of this size: this is mostly everybody's past, and wider.`;
  const pieces = plural(count, "piece");
  return count < FEW
    ? `Only ${pieces} of ${team}'s work of this size stand behind it, so it leans on everybody's.`
    : `${pieces} of ${team}'s work of this size stand behind it.`;
}
