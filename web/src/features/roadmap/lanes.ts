import { extentOf } from "./axis";
import type { Dependency, Item, Lane, LaneBy } from "./timeline-api";

export type Row =
  | { type: "lane"; id: string; title: string; count: number }
  | { type: "item"; id: string; item: Item };

export const rowHeights = { lane: 32, item: 36 } as const;

const nameless: Record<LaneBy, string> = {
  objective: "No objective",
  team: "No team",
  segment: "No segment",
};

const itemRow = (lane: string) => (item: Item) => ({ type: "item" as const, id: `${lane}/${item.id}`, item });

/** The rows of the timeline: in lanes, or one after the other. What stands in no lane comes last. */
export function makeRows(items: readonly Item[], lanes: readonly Lane[], by: LaneBy | null): Row[] {
  if (by === null) return items.map(itemRow(""));
  const grouped = lanes.flatMap(({ group, ...cells }) => (group ? [{ group, ids: idsOf(cells) }] : []));
  const placed = new Set(grouped.flatMap(({ ids }) => [...ids]));
  const rows = grouped.flatMap(({ group, ids }) =>
    makeLane(
      group.id,
      group.title,
      items.filter(({ id }) => ids.has(id)),
    ),
  );
  const rest = items.filter(({ id }) => !placed.has(id));
  return [...rows, ...makeLane("none", nameless[by], rest)];
}

function idsOf({ now, next, later, unplaced }: Omit<Lane, "group">): Set<string> {
  return new Set([...now, ...next, ...later, ...unplaced]);
}

function makeLane(id: string, title: string, items: readonly Item[]): Row[] {
  if (items.length === 0) return [];
  return [{ type: "lane", id, title, count: items.length }, ...items.map(itemRow(id))];
}

/** Where each row begins, and where the last one ends. */
export function stackRows(rows: readonly Row[]): { tops: number[]; height: number } {
  let height = 0;
  const tops = rows.map(({ type }) => {
    const top = height;
    height += rowHeights[type];
    return top;
  });
  return { tops, height };
}

export interface Stretch {
  /** The first row, and the one after the last. */
  from: number;
  to: number;
}

/** The rows that come onto each page of so much room. A lane's name does not stand alone at the foot of one. */
export function paginate(rows: readonly Row[], room: { first: number; next: number }): Stretch[] {
  const pages: Stretch[] = [];
  let from = 0;
  let left = room.first;
  for (const [index, row] of rows.entries()) {
    const needed = rowHeights[row.type] + (row.type === "lane" ? rowHeights.item : 0);
    if (needed > left && index > from) {
      pages.push({ from, to: index });
      from = index;
      left = room.next;
    }
    left -= rowHeights[row.type];
  }
  return [...pages, { from, to: rows.length }];
}

/** The row that the page begins with: the first that is not over; with lanes, the first of all. */
export function firstAlive(rows: readonly Row[], today: number): number {
  const alive = rows.findIndex((row) => row.type === "lane" || (extentOf(row.item)?.to ?? today) >= today);
  return Math.max(0, alive);
}

export interface Line {
  dependency: Dependency;
  from: number;
  to: number;
}

/** Every dependency with the rows it connects; one that stands in several lanes is drawn at its first. */
export function placeLines(rows: readonly Row[], dependencies: readonly Dependency[]): Line[] {
  const first = new Map<string, number>();
  for (const [index, row] of rows.entries())
    if (row.type === "item" && !first.has(row.item.id)) first.set(row.item.id, index);
  return dependencies.flatMap((dependency) => {
    const from = first.get(dependency.blocker.id);
    const to = first.get(dependency.blocked.id);
    return from === undefined || to === undefined ? [] : [{ dependency, from, to }];
  });
}
