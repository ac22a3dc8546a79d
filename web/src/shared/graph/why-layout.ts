import type { NodeRef, WhyOut } from "@/api/types";

export interface Placed {
  node: NodeRef;
  /** Columns left of the record are negative. */
  column: number;
  row: number;
}

export interface Layout {
  placed: readonly Placed[];
  columns: number;
  rows: number;
  first: number;
}

/** Depth gives the column; within a column, records stand near what they are linked to. */
export function layOut(why: WhyOut): Layout {
  const columnOf = new Map<string, { node: NodeRef; column: number }>();
  columnOf.set(why.node.id, { node: why.node, column: 0 });
  for (const { node, depth } of why.upstream)
    if (!columnOf.has(node.id)) columnOf.set(node.id, { node, column: -depth });
  for (const { node, depth } of why.downstream)
    if (!columnOf.has(node.id)) columnOf.set(node.id, { node, column: depth });

  const columns = new Map<number, NodeRef[]>();
  for (const { node, column } of columnOf.values())
    columns.set(column, [...(columns.get(column) ?? []), node]);
  const numbers = [...columns.keys()].sort((a, b) => a - b);
  const rowOf = new Map<string, number>([[why.node.id, 0]]);
  const outward = numbers.toSorted((a, b) => Math.abs(a) - Math.abs(b));
  for (const number of outward) {
    const sorted = (columns.get(number) ?? [])
      .map((node) => ({ node, pull: pull(node.id, why, rowOf) }))
      .sort((a, b) => a.pull - b.pull || a.node.key.localeCompare(b.node.key, "en", { numeric: true }));
    sorted.forEach(({ node }, index) => {
      rowOf.set(node.id, index - (sorted.length - 1) / 2);
    });
  }
  const rows = Math.max(...[...columns.values()].map((nodes) => nodes.length));
  const first = numbers[0] ?? 0;
  const placed = [...columnOf.values()].map(({ node, column }) => ({
    node,
    column: column - first,
    row: (rowOf.get(node.id) ?? 0) + (rows - 1) / 2,
  }));
  return { placed, columns: (numbers.at(-1) ?? 0) - first + 1, rows, first };
}

function pull(id: string, why: WhyOut, rowOf: ReadonlyMap<string, number>): number {
  const near = why.links
    .flatMap((link) => (link.source === id ? [link.target] : link.target === id ? [link.source] : []))
    .flatMap((other) => rowOf.get(other) ?? []);
  return near.length > 0 ? near.reduce((sum, row) => sum + row, 0) / near.length : 0;
}
