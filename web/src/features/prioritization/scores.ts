import { formatNumber } from "@/shared/format/format";
import type { Method } from "@/shared/ui/number-with-method";
import { formatScore, type Model, type Row } from "./kinds";

type Means = Record<string, number>;

/** The formula of every model here: gains add, costs divide. */
export function scoreOf(model: Model, values: Means): number | null {
  let gain = 0;
  let cost = 1;
  for (const column of model.columns) {
    const value = values[column.key];
    if (value === undefined) return null;
    if (column.is_cost) cost *= value;
    else gain += value;
  }
  return gain / cost;
}

export function meansOf(row: Row): Means {
  return Object.fromEntries(
    row.columns.flatMap((column) => (column.mean === null ? [] : [[column.column, column.mean]])),
  );
}

export interface RaterDot {
  id: string;
  name: string;
  score: number;
}

/** One dot a rater: the score with their numbers where they gave any, and the column means elsewhere. */
export function raterDots(model: Model, row: Row): RaterDot[] {
  const means = meansOf(row);
  const raters = new Map<string, { id: string; name: string; values: Means }>();
  for (const column of row.columns) {
    for (const given of column.given) {
      const rater = raters.get(given.member.id) ?? { ...given.member, values: { ...means } };
      rater.values[column.column] = given.value;
      raters.set(given.member.id, rater);
    }
  }
  return [...raters.values()].flatMap(({ id, name, values }) => {
    const score = scoreOf(model, values);
    return score === null ? [] : [{ id, name, score }];
  });
}

/** Columns whose raters stand three or more steps of the scale apart. */
export function splitColumns(model: Model, row: Row): string[] {
  return row.columns
    .filter(({ given }) => {
      const places = given.map(({ value }) => model.scale.indexOf(value));
      return places.length > 1 && Math.max(...places) - Math.min(...places) >= 3;
    })
    .map(({ column }) => labelOf(model, column).toLowerCase());
}

export function labelOf(model: Model, key: string): string {
  return model.columns.find((column) => column.key === key)?.label ?? key;
}

export function methodOf(model: Model, row: Row): Method {
  const short = (value: number) => formatNumber(value, { digits: Number.isInteger(value) ? 0 : 2 });
  return {
    name: `${model.name}, from the mean of each column`,
    formula: workings(model, meansOf(row), row.score),
    inputs: row.columns.map(({ column, mean, given }) => ({
      label: labelOf(model, column),
      value: mean === null ? "nobody yet" : `${short(mean)} (${given.map(({ value }) => value).join(", ")})`,
    })),
    from: `${model.formula_words}. ${row.spread ? `The raters' disagreement gives it a standard deviation of ${formatScore(row.spread)}.` : ""}`,
  };
}

/** "(13 + 8 + 8) ÷ 6 = 4.83" */
export function workings(model: Model, values: Means, score: number | null): string {
  const write = (key: string) => {
    const value = values[key];
    return value === undefined ? "?" : formatNumber(value, { digits: Number.isInteger(value) ? 0 : 2 });
  };
  const gains = model.columns.filter((column) => !column.is_cost).map((column) => write(column.key));
  const costs = model.columns.filter((column) => column.is_cost).map((column) => write(column.key));
  const result = score === null ? "" : ` = ${formatScore(score)}`;
  return `(${gains.join(" + ")}) ÷ ${costs.join(" × ")}${result}`;
}
