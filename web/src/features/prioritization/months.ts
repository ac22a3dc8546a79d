import type { Ratio } from "./decisions-api";

export type Month = Ratio["months"][number];

function before(month: string): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, "0")}`;
}

/** The last months up to this one, those without a decision as zeros: a gap in time is shown as one. */
export function lastMonths(months: readonly Month[], today: string, count: number): Month[] {
  const known = new Map(months.map((month) => [month.month, month]));
  const shown: Month[] = [];
  for (let month = today.slice(0, 7); shown.length < count; month = before(month))
    shown.unshift(known.get(month) ?? { month, yes: 0, no: 0, not_now: 0, merge_into: 0 });
  return shown;
}

/** Everything that was not a yes. */
export function declined(month: Omit<Month, "month">): number {
  return month.no + month.not_now + month.merge_into;
}
