import type { Head, Row } from "./kinds";
import { cellOf, countedOf } from "./scores";

export interface Point {
  title: string;
  effort: number;
  value: number;
  score: number;
}

/** What a candidate brings and takes: its score times the column that divides, beside that column. */
export function pointsOf(head: Pick<Head, "columns">, rows: readonly Row[]): Point[] {
  const cost = head.columns.find(({ is_cost }) => is_cost);
  if (!cost) return [];
  return rows.flatMap((row) => {
    const cell = cellOf(row, cost.key);
    const { score } = row.place;
    if (!cell || score === null) return [];
    const effort = countedOf(cell);
    return [{ title: row.node.title, effort, value: score * effort, score }];
  });
}
