import type { Problem } from "@/api/problem";
import type { components } from "@/api/schema";
import { sentenceCase } from "@/shared/format/format";
import type { Readable } from "./api";
import { columnsIn, fillIn } from "./formula";

export const scales = {
  steps: { label: "1, 2, 3, 5, 8, 13, 20", steps: [1, 2, 3, 5, 8, 13, 20] },
  five: { label: "1 to 5", steps: [1, 2, 3, 4, 5] },
  ten: { label: "1 to 10", steps: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
  free: { label: "Any number", steps: null },
} as const;

export type ScaleName = keyof typeof scales;

export const readyModels = [
  { value: "wsjf", label: "WSJF" },
  { value: "safe", label: "SAFe WSJF" },
  { value: "cost_of_delay", label: "Cost of delay by duration" },
  { value: "rice", label: "RICE" },
  { value: "ice", label: "ICE" },
  { value: "opportunity", label: "Opportunity score" },
  { value: "kano", label: "Kano" },
  { value: "moscow", label: "MoSCoW" },
] as const;

export interface ColumnDraft {
  label: string;
  scale: ScaleName;
  unit: string;
  /** The number of the records that fills it; empty where people rate it. */
  reads: string;
}

export interface ModelDraft {
  formula: string;
  columns: Readonly<Record<string, ColumnDraft>>;
}

export const emptyDraft: ModelDraft = { formula: "", columns: {} };

export function columnOf(draft: ModelDraft, key: string): ColumnDraft {
  return draft.columns[key] ?? { label: sentenceCase(key), scale: "steps", unit: "", reads: "" };
}

/** The columns to describe: those that the formula names. */
export function keysOf(draft: ModelDraft): string[] {
  return columnsIn(draft.formula);
}

export function withColumn(draft: ModelDraft, key: string, change: Partial<ColumnDraft>): ModelDraft {
  return { ...draft, columns: { ...draft.columns, [key]: { ...columnOf(draft, key), ...change } } };
}

const READ = "read ";

/** What a column's numbers come from, as one choice: a scale for people, or a number that the records carry. */
export function sourceOf({ scale, reads }: ColumnDraft): string {
  return reads ? READ + reads : scale;
}

export function sourcesOf(readable: readonly Readable[]): { value: string; label: string }[] {
  return [
    ...Object.entries(scales).map(([value, { label }]) => ({ value, label })),
    ...readable.map(({ name, label }) => ({ value: READ + name, label: `Read: ${label}` })),
  ];
}

/** A number that is read brings its name and its unit, where nobody has written others. */
export function withSource(
  draft: ModelDraft,
  key: string,
  source: string,
  readable: readonly Readable[],
): ModelDraft {
  if (!source.startsWith(READ)) return withColumn(draft, key, { scale: source as ScaleName, reads: "" });
  const reads = source.slice(READ.length);
  const known = readable.find(({ name }) => name === reads);
  const { label, unit } = columnOf(draft, key);
  return withColumn(draft, key, {
    reads,
    label: label === sentenceCase(key) ? (known?.label ?? label) : label,
    unit: unit || (known?.unit ?? ""),
  });
}

export function toModel(
  draft: ModelDraft,
  title: string,
): Pick<components["schemas"]["ScoringModelIn"], "title" | "formula" | "columns"> {
  return {
    title: title.trim() || fillIn(draft.formula.trim(), (key) => columnOf(draft, key).label),
    formula: draft.formula.trim(),
    columns: keysOf(draft).map((key) => {
      const { label, scale, unit, reads } = columnOf(draft, key);
      const steps = reads ? null : scales[scale].steps;
      const words = { key, label: label.trim() || key, unit: unit.trim() || null };
      return { ...words, scale: steps && [...steps], reads: reads || null };
    }),
  };
}

/** What the server says of a column: by its key, or by its place in what was sent. */
export function columnError(problem: Problem | null, draft: ModelDraft, key: string): string | undefined {
  const place = keysOf(draft).indexOf(key);
  const says = Object.entries(problem?.fields ?? {})
    .filter(([name]) => name === `columns.${key}` || name.startsWith(`columns.${place}.`))
    .flatMap(([, words]) => words);
  return says.length > 0 ? says.join(" ") : undefined;
}
