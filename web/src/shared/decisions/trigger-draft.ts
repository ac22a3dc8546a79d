import type { Problem } from "@/api/problem";
import type { components } from "@/api/schema";
import { formatNumber } from "@/shared/format/format";

type Schemas = components["schemas"];
export type Measure = Schemas["MeasureOut"];
export type TriggerIn = Schemas["TriggerIn"];
export type NamedNode = Schemas["NodeRefOut"];

/** A trigger while it is written: what is typed, not yet what is sent. */
export interface TriggerDraft {
  /** Tells the rows apart; the server never sees it. */
  row: number;
  kind: Schemas["TriggerKind"];
  on: string;
  /** What is read; the subject of the decision when empty. */
  node: NamedNode | null;
  measure: string;
  qualifier: NamedNode | null;
  side: Schemas["Side"];
  threshold: string;
}

export const maxTriggers = 20;

export function newTrigger(row: number, kind: TriggerDraft["kind"]): TriggerDraft {
  return { row, kind, on: "", node: null, measure: "", qualifier: null, side: "at_least", threshold: "" };
}

function thresholdOf(draft: TriggerDraft): number | null {
  const typed = draft.threshold.trim().replaceAll(",", ".");
  const number = Number(typed);
  return typed === "" || Number.isNaN(number) ? null : number;
}

export function toTrigger(draft: TriggerDraft): TriggerIn {
  if (draft.kind === "date") return { kind: "date", on: draft.on || null };
  return {
    kind: "reading",
    measure: draft.measure,
    side: draft.side,
    threshold: thresholdOf(draft),
    node_id: draft.node?.id ?? null,
    qualifier_id: draft.qualifier?.id ?? null,
  };
}

export type TriggerErrors = Partial<Record<keyof TriggerIn, string>>;

/** What the server said about one trigger: `triggers.1.threshold` belongs to the second row's threshold. */
export function errorsAt(problem: Problem | null, index: number): TriggerErrors {
  const at = `triggers.${index}.`;
  const named = Object.entries(problem?.fields ?? {}).filter(([name]) => name.startsWith(at));
  return Object.fromEntries(named.map(([name, words]) => [name.slice(at.length), words.join(" ")]));
}

/** "46.5 %", "1 vote": units are written in the plural and read in the singular at one. */
export function amount(value: number, unit: string): string {
  const one = value === 1 && unit.endsWith("s") ? unit.slice(0, -1) : unit;
  const isWord = /^\p{L}{2}/u.test(one);
  return isWord ? `${formatNumber(value)}\u00a0${one}` : formatNumber(value, { unit: one || undefined });
}

/** "Votes, now 2"; a reading that needs a qualifier has no value before one is named. */
export function measureWords(measure: Measure): string {
  if (measure.value !== null) return `${measure.label}, now ${formatNumber(measure.value)}`;
  return measure.qualifier
    ? `${measure.label}, of one ${measure.qualifier}`
    : `${measure.label}, not read yet`;
}
