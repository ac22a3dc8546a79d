import type { components } from "@/api/schema";
import type { MetricReadout } from "./kinds";

export type MetricPlan = components["schemas"]["MetricIn"];

/** What of a metric was said before its results came in. */
export function asPlan({ name, kind, role, is_lower_better, margin }: MetricReadout): MetricPlan {
  return { name, kind, role, is_lower_better, margin };
}

/** A share as it stands in a field: 0.05 is "5", and nothing is nothing. */
export function asPercent(share: number | null | undefined): string {
  return share == null ? "" : String(Number((share * 100).toPrecision(12)));
}

export function ofPercent(text: string): number | null {
  const value = Number(text);
  return text.trim() === "" || Number.isNaN(value) ? null : Number((value / 100).toPrecision(12));
}
