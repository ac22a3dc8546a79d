import { expect, test } from "vitest";
import { choose, groupByItem, nameSnapshot, pairsOf, sayChange, sayDiff } from "./changes";
import type { RoadmapChange, Snapshot } from "./snapshots-api";

type Details = RoadmapChange["details"];

function change(
  kind: RoadmapChange["kind"],
  details: Details = [],
  item: Partial<RoadmapChange["item"]> = {},
): RoadmapChange {
  return {
    item: { id: "a", key: "INI-1", title: "Guided tour", horizon: "now", ...item },
    kind,
    details,
    reason: "",
    by: "",
    at: null,
    words: "",
  } as RoadmapChange;
}

const detail = (field: string, before: Details[0]["before"], after: Details[0]["after"]) => ({
  field,
  before,
  after,
});

const snapshot = (id: string, taken_at: string, more: Partial<Snapshot> = {}): Snapshot => ({
  id,
  taken_at,
  taken_by: null,
  month: "",
  reason: "",
  item_count: 3,
  ...more,
});

test("a move says in which direction", () => {
  expect(sayChange(change("moved", [detail("horizon", "later", "next")]))).toBe("Moved up");
  expect(sayChange(change("moved", [detail("horizon", "now", null)]))).toBe("Moved back");
  expect(sayChange(change("moved", [detail("target_on", "2026-03-01", "2026-04-01")]))).toBe("Due later");
  expect(sayChange(change("moved", [detail("target_on", null, "2026-04-01")]))).toBe("Other dates");
  expect(sayChange(change("moved", [detail("position", 3, 1)]))).toBe("Further up its lane");
});

test("a new size, a new confidence and a new scope have words of their own", () => {
  expect(sayChange(change("re_scoped", [detail("effort_weeks", 5, 8)]))).toBe("Grew");
  expect(sayChange(change("re_scoped", [detail("effort_weeks", null, 8)]))).toBe("Sized");
  expect(sayChange(change("re_scoped", [detail("body", "1", "2")]))).toBe("Described anew");
  expect(sayChange(change("confidence", [detail("confidence", 80, 55)]))).toBe("Less sure");
  expect(sayChange(change("state", [detail("state", "shipped", "closed")]))).toBe("Closed");
});

test("what came and what left name their horizon where there is one", () => {
  expect(sayChange(change("added"))).toBe("New in Now");
  expect(sayChange(change("removed", [], { horizon: null }))).toBe("Left the roadmap");
});

test("values are written with their units, and what has none says so", () => {
  const details = [
    detail("effort_weeks", null, 8),
    detail("body", "1", "2"),
    detail("horizon", null, "next"),
  ];
  expect(pairsOf({ details })).toEqual([
    { label: "", before: "not sized", after: "8\u202fw" },
    { label: "", before: "No place", after: "Next" },
  ]);
});

test("the changes of one item stand together, and the sum counts items once", () => {
  const changes = [change("moved"), change("added", [], { id: "b" }), change("owner")];
  expect(groupByItem(changes).map(({ item, changes: own }) => [item.id, own.length])).toEqual([
    ["a", 2],
    ["b", 1],
  ]);
  expect(sayDiff({ changes, counts: { moved: 1, added: 1, owner: 1 } })).toBe(
    "2 initiatives changed: 1 added, 1 moved, 1 in owner.",
  );
});

test("without an address the latest snapshot is held against today", () => {
  const snapshots = [snapshot("c", "2026-03-01T00:00:00Z"), snapshot("b", "2026-02-01T00:00:00Z")];
  expect(choose(snapshots, null, null)).toEqual({ before: snapshots[0], after: undefined });
  expect(choose(snapshots, "b", "c")).toEqual({ before: snapshots[1], after: snapshots[0] });
});

test("nothing is compared with what came before it", () => {
  const snapshots = [snapshot("c", "2026-03-01T00:00:00Z"), snapshot("b", "2026-02-01T00:00:00Z")];
  expect(choose(snapshots, "c", "b").after).toBeUndefined();
  expect(choose([], "c", "b")).toEqual({ before: undefined, after: undefined });
});

test("a snapshot is named by its day and what it is for", () => {
  expect(nameSnapshot(snapshot("a", "2025-02-01T09:00:00Z", { month: "2025-02" }), "UTC")).toBe(
    "1 Feb 2025, start of February 2025",
  );
  expect(nameSnapshot(snapshot("a", "2025-02-01T09:00:00Z", { reason: "Board meeting" }), "UTC")).toBe(
    "1 Feb 2025, Board meeting",
  );
});
