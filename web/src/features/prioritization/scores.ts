import { formatNumber, formatRange, plural, withinSentence } from "@/shared/format/format";
import type { Method } from "@/shared/ui/number-with-method";
import { evaluate, fillIn } from "./formula";
import { type Cell, type Column, formatScore, type Head, type Row } from "./kinds";

type Values = Readonly<Record<string, number | undefined>>;
type Columns = readonly Pick<Column, "key" | "label">[];

/** A number that people gave: whole where it is whole, else two digits. */
export function formatRating(value: number): string {
  return formatNumber(value, { digits: Number.isInteger(value) ? 0 : 2 });
}

export function labelOf(columns: Columns, key: string): string {
  return columns.find((column) => column.key === key)?.label ?? key;
}

export function cellOf(row: Row, column: string): Cell | undefined {
  return row.cells.find((cell) => cell.column === column);
}

/** The columns that people rate; the others are read from the records. */
export function ratedOf(head: Pick<Head, "columns">): Column[] {
  return head.columns.filter(({ reads }) => reads === null);
}

/** Where the number that counts comes from: the record itself has no raters. */
export function basisOf(cell: Cell): "agreed" | "read" | "mean" {
  if (cell.agreed !== null) return "agreed";
  return cell.raters === 0 ? "read" : "mean";
}

/** What counts of a cell: what the group agreed on, or else the mean. */
export function countedOf(cell: Cell): number {
  return cell.agreed ?? cell.mean;
}

export function publicValues(row: Row): Values {
  return Object.fromEntries(row.cells.map((cell) => [cell.column, countedOf(cell)]));
}

export function ownValues(row: Row): Record<string, number> {
  return Object.fromEntries(Object.entries(row.own).map(([column, score]) => [column, score.value]));
}

export function ownVersions(row: Row, columns: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    columns.flatMap((column) => {
      const own = row.own[column];
      return own ? [[column, own.version] as const] : [];
    }),
  );
}

/** The score that these numbers give; columns of others count with what is public of them. */
export function scoreOf(head: Pick<Head, "model">, values: Values): number | null {
  return evaluate(head.model.formula, values);
}

/** "(13 + 8 + 8) ÷ 6 = 4.83" */
export function workings(head: Pick<Head, "model">, values: Values, score: number | null): string {
  const line = fillIn(head.model.formula, (column) => {
    const value = values[column];
    return value === undefined ? "?" : formatRating(value);
  });
  return score === null ? line : `${line} = ${formatScore(score)}`;
}

function inputOf(columns: Columns, cell: Cell): { label: string; value: string } {
  const basis = basisOf(cell);
  const raters =
    cell.raters > 1 ? `mean of ${cell.raters}, ${formatRange(cell.low, cell.high)}` : "one rater";
  const how = basis === "mean" ? raters : basis;
  return { label: labelOf(columns, cell.column), value: `${formatRating(countedOf(cell))} (${how})` };
}

export function methodOf(head: Head, row: Row): Method {
  const { score, spread } = row.place;
  const sway = spread
    ? ` The raters' disagreement gives it a standard deviation of ${formatScore(spread)}.`
    : "";
  return {
    name: head.model.name,
    formula: workings(head, publicValues(row), score),
    inputs: row.cells.map((cell) => inputOf(head.columns, cell)),
    from: `${head.model.formula_words}.${sway}`,
  };
}

/** Where the raters of a candidate stand farthest apart: the column that is worth a talk. */
export function mostDisputed(row: Row): Cell | null {
  return row.cells.reduce<Cell | null>(
    (most, cell) => (cell.raters > 1 && cell.notches > (most?.notches ?? -1) ? cell : most),
    null,
  );
}

/** The column whose ratings a row shows: the one that was chosen, or else the most disputed. */
export function shownCell(row: Row, chosen: string): Cell | null {
  return chosen ? (cellOf(row, chosen) ?? null) : mostDisputed(row);
}

/** Where a number stands between the ends of its scale, from 0 to 1; steps of a scale are equally far apart. */
export function shareOn(column: Pick<Column, "scale"> | undefined, cell: Cell, value: number): number {
  const scale = column?.scale;
  if (scale) {
    const after = scale.findIndex((step) => step >= value);
    if (after <= 0) return after === 0 ? 0 : 1;
    const [low = 0, high = 1] = [scale[after - 1], scale[after]];
    return (after - 1 + (value - low) / (high - low)) / (scale.length - 1);
  }
  const span = cell.high - cell.low;
  return span > 0 ? 0.1 + (0.8 * (value - cell.low)) / span : 0.5;
}

/** Whether the member gave all of these; after a re-vote began, their old number is not theirs to keep. */
export function isDone(own: Values, columns: readonly string[]): boolean {
  return columns.every((key) => own[key] !== undefined);
}

/** The columns that the member may fill in now: their own, but for those that wait for their turn. */
export function fillable(head: Head): string[] {
  if (head.scoring_round.state === "closed") return [];
  return head.columns
    .filter(({ key, state }) => head.own_columns.includes(key) && state !== "waiting")
    .map(({ key }) => key);
}

export function saysMissing(head: Head, row: Row): string {
  if (row.place.problem) return row.place.problem;
  if (row.missing.length === head.columns.length) return "Not scored";
  return `No ${row.missing.map((key) => withinSentence(labelOf(head.columns, key))).join(", ")} yet`;
}

export function namesOf(people: readonly { name: string }[]): string {
  const names = people.map(({ name }) => name);
  if (names.length < 2) return names.join("");
  if (names.length > 4) return `${names.slice(0, 3).join(", ")} and ${plural(names.length - 3, "other")}`;
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
