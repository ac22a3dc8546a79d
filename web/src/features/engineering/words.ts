import type { components } from "@/api/schema";
import { formatMoney, formatNumber, formatPercent, plural } from "@/shared/format/format";
import type { Method } from "@/shared/ui/number-with-method";
import type { Meaning } from "@/shared/ui/state-glyph";

type Schemas = components["schemas"];
export type Constraint = Schemas["ConstraintOut"];
export type Debt = Schemas["DebtOut"];
export type Adr = Schemas["AdrOut"];
export type Slice = Schemas["SliceOut"];
export type Component = Schemas["ComponentOut"];
export type RiskFlag = Schemas["RiskFlagOut"];

/** A glyph with its word; what is neither good nor bad has the word alone. */
export interface Look {
  state: Meaning | null;
  word: string;
}

const limits: Record<Constraint["standing"]["state"], Look> = {
  over: { state: "off_track", word: "Over the limit" },
  near: { state: "at_risk", word: "Near the limit" },
  free: { state: "on_track", word: "Has room" },
  unknown: { state: "incomplete", word: "Not measured" },
};

export function lookOfLimit({ standing }: Pick<Constraint, "standing">): Look {
  return limits[standing.state];
}

/** "412 of 600 calls a minute"; with half of it missing, the half that is known. */
export function formatUse({ limit, used, unit }: Pick<Constraint, "limit" | "used" | "unit">): string {
  const units = unit ? ` ${unit}` : "";
  if (limit === null) return used === null ? "A rule without a number" : `${formatNumber(used)}${units} used`;
  return used === null
    ? `${formatNumber(limit)}${units}`
    : `${formatNumber(used)} of ${formatNumber(limit)}${units}`;
}

/** "31 % free"; of a limit that is passed, by how much. */
export function formatRoom({ used_share, headroom }: Constraint["standing"]): string {
  if (used_share === null || headroom === null) return "";
  const over = used_share > 1;
  return `${formatPercent(over ? used_share - 1 : headroom, { digits: 0 })} ${over ? "over" : "free"}`;
}

/** What needs somebody first, as the register has it; then the fuller before the emptier. */
export function orderLimits<T extends Pick<Constraint, "id" | "standing">>(
  urgent: readonly T[],
  all: readonly T[],
): T[] {
  const told = new Set(urgent.map((each) => each.id));
  const share = (each: T) => each.standing.used_share ?? 0;
  const rest = all.filter((each) => !told.has(each.id));
  return [...urgent, ...rest.toSorted((a, b) => share(b) - share(a))];
}

export function lookOfTrend({ direction, hours_per_month, readings }: Debt["trend"]): Look {
  const speed = formatNumber(Math.abs(hours_per_month ?? 0), { digits: 1, unit: "h" });
  if (direction === "grows") return { state: "worse", word: `Grows ${speed} a month` };
  if (direction === "shrinks") return { state: "better", word: `Shrinks ${speed} a month` };
  if (direction === "steady") return { state: null, word: "Steady" };
  return { state: "incomplete", word: readings === 0 ? "Not read yet" : "Read once" };
}

/** Where the price of a debt comes from. */
export function methodOfPrice({ price, currency, interest_hours, principal_days }: Debt): Method {
  const money = (amount: number) => formatMoney(amount, currency);
  const inputs = [
    { label: "Lost to it", value: `${formatNumber(interest_hours ?? 0, { unit: "h" })} a week` },
    { label: "An hour costs", value: money(price.hourly_rate) },
  ];
  if (principal_days !== null)
    inputs.push({ label: "Repaying takes", value: formatNumber(principal_days, { unit: "d" }) });
  if (price.payback_weeks !== null)
    inputs.push({
      label: "Paid back after",
      value: formatNumber(price.payback_weeks, { digits: 1, unit: "w" }),
    });
  return {
    name: "Cost of delay",
    formula: "hours a week × rate an hour",
    inputs,
    from: "The same unit as the cost of delay of everything else that competes in a round.",
  };
}

const severities: Record<RiskFlag["severity"], Look> = {
  alarm: { state: "off_track", word: "Alarm" },
  warning: { state: "at_risk", word: "Warning" },
  note: { state: "incomplete", word: "Note" },
};

export function lookOfFlag({ severity }: Pick<RiskFlag, "severity">): Look {
  return severities[severity];
}

/** Why a flag stands, in one line. */
export function reasonOf({ sort, subject, term, because, concerns }: RiskFlag): string {
  const beside = plural(concerns.length, "entry", "entries");
  if (sort === "words") return because || `“${term}” often means risk.`;
  const what = subject?.kind === "component" ? `has ${beside} in the registers.` : "stands in the registers.";
  return sort === "linked" ? `Linked here, and ${what}` : `Named in the text, and ${what}`;
}

/** The text before what was found, that itself, and the rest: the server puts it between « and ». */
export function markHit(excerpt: string): [string, string, string] {
  const found = /^(.*?)«([^«»]*)»(.*)$/su.exec(excerpt);
  return found ? [found[1] ?? "", found[2] ?? "", found[3] ?? ""] : [excerpt, "", ""];
}

/** A decision as it is read: without the front matter and the title, which the page shows in their own places. */
export function readAdr(body: string): string {
  return body
    .replace(/^\uFEFF?---\r?\n[\s\S]*?\n---[ \t]*(\r?\n|$)/, "")
    .replace(/^\s*# [^\n]*(\n|$)/, "")
    .trim();
}
