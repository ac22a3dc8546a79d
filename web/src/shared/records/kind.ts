import type { ComponentType, ReactNode } from "react";
import type { LinkIn, PersonRef, RecordOut } from "@/api/types";
import type { IconName } from "@/shared/ui/icon";
import type { Meaning, Verdict } from "@/shared/ui/state-glyph";

export type FieldType =
  | "text"
  | "long"
  | "number"
  | "percent"
  | "select"
  | "date"
  | "person"
  | "team"
  | "record"
  | "flag"
  | "strength"
  | "tags";

export interface Option {
  value: string;
  label: string;
  /** Draws the option with the glyph and colour of its meaning. */
  state?: Meaning;
  verdict?: Verdict;
  icon?: IconName;
  hint?: string;
}

/** One property of a record: how it is shown, edited, sorted, filtered and asked for when the record is created. */
export interface FieldOf<T extends RecordOut> {
  name: Extract<keyof T, string>;
  label: string;
  type: FieldType;
  options?: readonly Option[];
  /** For a field that names another record: its kind. */
  of?: string;
  unit?: string;
  digits?: number;
  /** Must be given when a record is created. */
  required?: boolean;
  readOnly?: boolean;
  hint?: string;
  /** The answer to "how is this computed?", shown beside the value. */
  method?: string;
  width?: number;
  /** A text that is read as a part of the page, under its own head, and not among the properties. */
  inBody?: boolean;
  /** Offers sorting by this field; a text names the server's sort key when it differs. */
  sort?: boolean | string;
  /** Offers a filter chip; a text names the query parameter when it differs. */
  filter?: boolean | string;
  show?(record: T): ReactNode;
}

/** A part of the detail page, under the body. */
export interface SectionOf<T extends RecordOut> {
  id: string;
  component: ComponentType<{ record: T }>;
  /** "lead" stands before everything else, in the peek too; "aside" in the right column, under the properties. */
  place?: "lead" | "main" | "aside";
}

/** What a form for a new record is given. */
export interface NewRecordProps {
  initial: Changes & { title?: string };
  links: readonly LinkIn[];
  onClose: () => void;
  onCreated: (record: RecordOut) => void;
}

export interface KindOf<T extends RecordOut> {
  name: string;
  domain: string;
  plural: string;
  label: string;
  labelPlural: string;
  icon: IconName;
  /** What belongs in the list and why it matters, in one line; the empty state says it. */
  purpose: string;
  fields: readonly FieldOf<T>[];
  /** Fields shown as columns, most important first: a narrow page drops them from the end. Default: all. */
  columns?: readonly Extract<keyof T, string>[];
  /** Fields asked for when creating. Default: the required ones. */
  asks?: readonly Extract<keyof T, string>[];
  /** False: the title may be left out when creating, and the server makes one from the text. */
  titled?: boolean;
  /** What the text is called, where "Text" says too little. */
  bodyLabel?: string;
  /** The part of the text that is read, where more is kept in it. */
  readBody?(body: string): string;
  /** Asks for a new record in the kind's own way, in place of the common form. */
  dialog?: ComponentType<NewRecordProps>;
  defaultSort?: string;
  /** Shows the eleven dots of the chain under each title. */
  chained?: boolean;
  readOnly?: boolean;
  /** False where a record is made on a screen of its own, not in the dialog (a highlight comes from a text). */
  creatable?: boolean;
  sections?: readonly SectionOf<T>[];
  /** Buttons at the top right of the detail page. */
  actions?: ComponentType<{ record: T }>;
  /** The second line of a row, after the key. */
  subtitle?(record: T): ReactNode;
  /** Importers of the server that bring such records in, by their names in /api/imports/sources. */
  imports?: readonly string[];
}

export type Field = FieldOf<RecordOut>;
export type Kind = KindOf<RecordOut>;

/** Checks the fields against the record's shape; the rest of the page knows only the common shape. */
export function defineKind<T extends RecordOut>(kind: KindOf<T>): Kind {
  return kind as unknown as Kind;
}

const partsOf = (name: string) => name.split(".") as [string, string?];

/** A name with a dot is a value within a value; one that was just set stands under its full name. */
export function fieldValue(record: RecordOut, name: string): unknown {
  const values = record as unknown as Record<string, unknown>;
  const [whole, part] = partsOf(name);
  if (part === undefined || name in values) return values[name];
  return (values[whole] as Record<string, unknown> | undefined)?.[part];
}

/** Fields that are shown as an object and sent as `<name>_id`. */
const referring: ReadonlySet<FieldType> = new Set(["person", "team", "record"]);

export function isReference(type: FieldType): boolean {
  return referring.has(type);
}

export function idOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("id" in value)) return null;
  return typeof value.id === "string" ? value.id : null;
}

export function isPerson(value: unknown): value is PersonRef {
  return typeof value === "object" && value !== null && "id" in value && "name" in value;
}

export function fieldOf(kind: Kind, name: string): Field | undefined {
  return kind.fields.find((field) => field.name === name);
}

export function columnsOf(kind: Kind): Field[] {
  const names = kind.columns ?? kind.fields.map((field) => field.name);
  return names.flatMap((name) => fieldOf(kind, name) ?? []);
}

/** What a form asks for: the kind's own, or these. */
export function asksOf(kind: Kind, asked: readonly string[] | undefined = kind.asks): Field[] {
  const names = asked ?? kind.fields.filter((field) => field.required).map((field) => field.name);
  return names.flatMap((name) => fieldOf(kind, name) ?? []);
}

export type Changes = Record<string, unknown>;

/** People, teams and other records are shown as objects and sent as `<name>_id`; a value within one goes within it. */
export function toInput(kind: Kind, changes: Changes): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(changes)) {
    const field = fieldOf(kind, name);
    const [whole, part] = partsOf(name);
    if (part !== undefined) input[whole] = { ...(input[whole] ?? {}), [part]: value === "" ? null : value };
    else if (field && isReference(field.type)) input[`${name}_id`] = idOf(value);
    else input[name] = value;
  }
  return input;
}

export function sameValue(a: unknown, b: unknown): boolean {
  const ids = [idOf(a), idOf(b)];
  if (ids[0] && ids[1]) return ids[0] === ids[1];
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
