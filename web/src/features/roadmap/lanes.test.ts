import { expect, test } from "vitest";
import { dayOf } from "./axis";
import { firstAlive, makeRows, paginate, placeLines, rowHeights, stackRows } from "./lanes";
import type { Dependency, Item, Lane, Timeline } from "./timeline-api";
import { place } from "./timeline-api";

const item = (id: string) =>
  ({ id, title: id, version: 1, starts_on: "2026-03-01", target_on: "2026-03-10" }) as Item;
const items = ["a", "b", "c"].map(item);

const lane = (id: string | null, ids: Partial<Omit<Lane, "group">>): Lane => ({
  group: id ? { id, key: id, title: `Objective ${id}` } : null,
  now: [],
  next: [],
  later: [],
  unplaced: [],
  ...ids,
});

const waits = (blocker: string, blocked: string) =>
  ({ id: `${blocker}>${blocked}`, blocker: { id: blocker }, blocked: { id: blocked } }) as Dependency;

const told = (lanes: readonly Lane[]) =>
  makeRows(items, lanes, "objective").map((row) =>
    row.type === "lane" ? `${row.title}, ${row.count}` : row.item.id,
  );

test("without lanes there is one row after the other", () => {
  expect(makeRows(items, [], null).map(({ type }) => type)).toEqual(["item", "item", "item"]);
});

test("an initiative stands in the lane of everything that it serves, in the order of time", () => {
  expect(
    told([
      lane("x", { later: ["a"], now: ["b"] }),
      lane("y", { unplaced: ["b"] }),
      lane(null, { now: ["c"] }),
    ]),
  ).toEqual(["Objective x, 2", "a", "b", "Objective y, 1", "b", "No objective, 1", "c"]);
});

test("what no lane holds is not lost, and a lane with nothing dated is not drawn", () => {
  expect(told([lane("x", { now: ["undated"] })])).toEqual(["No objective, 3", "a", "b", "c"]);
});

test("every row has a key of its own, also in its second lane", () => {
  const rows = makeRows(items, [lane("x", { now: ["a"] }), lane("y", { now: ["a"] })], "team");
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test("rows stand under each other", () => {
  const rows = makeRows(items, [lane("x", { now: ["a"] })], "segment");
  const { tops, height } = stackRows(rows);
  expect(tops).toEqual([0, 32, 68, 100, 136]);
  expect(height).toBe(2 * rowHeights.lane + 3 * rowHeights.item);
});

test("the page begins with what is not over, and with the first lane where there are lanes", () => {
  const over = { ...item("over"), target_on: "2026-03-02" };
  const rows = makeRows([over, ...items], [], null);
  expect(firstAlive(rows, dayOf("2026-03-05"))).toBe(1);
  expect(firstAlive(rows, dayOf("2027-01-01"))).toBe(0);
  expect(firstAlive(makeRows([over, ...items], [], "team"), dayOf("2026-03-05"))).toBe(0);
});

test("a dependency connects the first rows of both, and none where one of them is not shown", () => {
  const rows = makeRows(items, [lane("x", { now: ["a"] }), lane("y", { now: ["a", "b"] })], "objective");
  const lines = placeLines(rows, [waits("a", "b"), waits("a", "elsewhere")]);
  expect(lines.map(({ from, to }) => [from, to])).toEqual([[1, 4]]);
});

test("what moved along has its new dates at once, and nothing else changes", () => {
  const timeline = { items, dependencies: [], milestones: [], total: 3, undated: 0 } as Timeline;
  const after = { starts_on: "2026-04-01", target_on: "2026-04-09" };
  const done = {
    initiative: { ...item("a"), version: 2, ...after },
    moved: [{ node: { id: "b" }, before: after, after: { starts_on: "2026-04-09", target_on: null } }],
  } as unknown as Parameters<typeof place>[1];
  const dates = place(timeline, done).items.map(({ version, starts_on, target_on }) => [
    version,
    starts_on,
    target_on,
  ]);
  expect(dates).toEqual([
    [2, "2026-04-01", "2026-04-09"],
    [1, "2026-04-09", null],
    [1, "2026-03-01", "2026-03-10"],
  ]);
});

test("every row comes onto one page, and no lane's name stands alone at the foot of one", () => {
  const rows = makeRows(items, [lane("x", { now: ["a"] }), lane("y", { now: ["b", "c"] })], "objective");
  const { item: one, lane: name } = rowHeights;
  expect(rows.map(({ type }) => type)).toEqual(["lane", "item", "lane", "item", "item"]);
  const tight = name + one + name + one - 1;
  expect(paginate(rows, { first: tight, next: tight })).toEqual([
    { from: 0, to: 2 },
    { from: 2, to: 5 },
  ]);
  expect(paginate(rows, { first: 1000, next: 1 })).toEqual([{ from: 0, to: 5 }]);
  expect(paginate(rows, { first: 1, next: 1 }).map(({ from }) => from)).toEqual([0, 1, 2, 3, 4]);
});
