import { formatNumber, plural } from "@/shared/format/format";
import type { Plan, PlanRow } from "./plans-api";

const whole = { digits: 0 };

/** A cost of delay with its unit: "1,240 points × weeks". */
export function sayCost(cost: number, unit: string): string {
  return `${formatNumber(cost, whole)} ${unit}`;
}

/** "It costs 69 points × weeks: 54 less than the order of the board." */
export function sayPlan({ delay_cost: cost, unit, baselines, rows }: Plan): string {
  const spared = (baselines.input_order ?? cost) - cost;
  const beside =
    spared >= 0.5
      ? `${formatNumber(spared, whole)} less than the order of the board`
      : "no less than the board";
  return `${plural(rows.length, "initiative")} in the order of least cost: ${sayCost(cost, unit)}, ${beside}.`;
}

/** What no plan could cost less than, where this one is not known to be the best. */
export function sayBound({ delay_cost: cost, lower_bound: bound, unit }: Plan): string {
  const isBest = cost - bound < 0.0005 * cost + 1e-9;
  return isBest ? "No plan costs less." : `No plan costs less than ${sayCost(bound, unit)}.`;
}

/** Whether a plan gives an initiative other dates than it has. */
export function isMoved({ before, starts_on, target_on }: PlanRow): boolean {
  return before.starts_on !== starts_on || before.target_on !== target_on;
}

/** "Misses its deadline", "Keeps its deadline in 84 % of cases". */
export function sayDeadline({ is_late: isLate, on_time: onTime }: PlanRow): string {
  if (isLate) return "Misses its deadline";
  if (onTime === null) return "";
  return `Keeps its deadline in ${formatNumber(100 * onTime, { digits: 0, unit: "%" })} of cases`;
}
