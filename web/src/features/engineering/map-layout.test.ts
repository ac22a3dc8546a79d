import { expect, test } from "vitest";
import type { ComponentMap } from "./dependencies";
import { card, curveThrough, layOut, type MapLayout, nextTo } from "./map-layout";
import { type Narrowing, narrow, typesOf } from "./narrowing";

type Sort = "depends_on" | "consumes" | "provides";

function mapOf(
  dependencies: [string, Sort, string][],
  alone: string[] = [],
  more: object = {},
): ComponentMap {
  const ids = [...new Set([...dependencies.flatMap(([a, , b]) => [a, b]), ...alone])];
  return {
    nodes: ids.map((id) => ({ component: { id, title: id, type: "", team: null, owner: null, ...more } })),
    dependencies: dependencies.map(([source_id, sort, target_id], index) => ({
      id: `${index}`,
      source_id,
      sort,
      target_id,
    })),
    circles: [],
  } as unknown as ComponentMap;
}

function leftOf(layout: MapLayout, id: string): number {
  return layout.placed.find((each) => each.id === id)?.left ?? Number.NaN;
}

const wide: Narrowing = { team: "", owner: "", type: "", around: "", reach: 1 };

test("each component stands left of what it needs", () => {
  const layout = layOut(
    mapOf([
      ["web", "depends_on", "files"],
      ["files", "depends_on", "disk"],
      ["web", "depends_on", "disk"],
    ]),
  );
  expect(leftOf(layout, "web")).toBeLessThan(leftOf(layout, "files"));
  expect(leftOf(layout, "files")).toBeLessThan(leftOf(layout, "disk"));
});

test("who provides an API stands beyond it, as its consumers need it", () => {
  const layout = layOut(
    mapOf([
      ["web", "consumes", "api"],
      ["files", "provides", "api"],
    ]),
  );
  expect(leftOf(layout, "web")).toBeLessThan(leftOf(layout, "api"));
  expect(leftOf(layout, "api")).toBeLessThan(leftOf(layout, "files"));
  expect(layout.lines.map((line) => line.isProvided)).toEqual([false, true]);
});

test("a circle is drawn like everything else, and two dependencies between the same two are two lines", () => {
  const layout = layOut(
    mapOf([
      ["a", "depends_on", "b"],
      ["b", "depends_on", "a"],
      ["a", "consumes", "b"],
    ]),
  );
  expect(layout.placed).toHaveLength(2);
  expect(layout.lines.every((line) => line.path.startsWith("M"))).toBe(true);
});

test("what nothing ties to another is not put among the layers", () => {
  const layout = layOut(mapOf([["a", "depends_on", "b"]], ["island"]));
  expect(layout.alone).toEqual(["island"]);
  expect(layOut(mapOf([], ["island"]))).toMatchObject({ placed: [], lines: [], width: 0, height: 0 });
});

test("two hundred components are laid out without one over another", () => {
  const edges = Array.from({ length: 160 }, (_, n): [string, Sort, string][] => {
    const below = (by: number) => `c${(Math.floor(n / 40) + 1) * 40 + ((n * by) % 40)}`;
    return [
      [`c${n}`, "depends_on", below(7)],
      [`c${n}`, "consumes", below(11)],
    ];
  }).flat();
  const { placed } = layOut(mapOf(edges));
  expect(placed.length).toBe(200);
  const crowded = placed.filter((a) =>
    placed.some(
      (b) => a.id < b.id && Math.abs(a.left - b.left) < card.width && Math.abs(a.top - b.top) < card.height,
    ),
  );
  expect(crowded).toEqual([]);
});

test("a line is level at both of its ends", () => {
  const points = [
    { x: 0, y: 0 },
    { x: 10, y: 4 },
  ];
  expect(curveThrough(points)).toBe("M0 0C5 0 5 4 10 4");
  expect(curveThrough([])).toBe("");
});

test("the arrow keys go to the nearest card that way, and stay where there is none", () => {
  const placed = [
    { id: "a", left: 0, top: 0 },
    { id: "b", left: 300, top: 10 },
    { id: "c", left: 250, top: 400 },
    { id: "d", left: 0, top: 80 },
  ];
  expect(nextTo(placed, "a", "right")).toBe("b");
  expect(nextTo(placed, "a", "down")).toBe("d");
  expect(nextTo(placed, "b", "left")).toBe("a");
  expect(nextTo(placed, "a", "up")).toBeNull();
  expect(nextTo(placed, "gone", "up")).toBeNull();
});

const chain = mapOf(
  [
    ["a", "depends_on", "b"],
    ["b", "depends_on", "c"],
    ["c", "depends_on", "d"],
  ],
  ["island"],
);
const shown = (map: ComponentMap) => map.nodes.map(({ component }) => component.id);

test("around a component stands what lies within the reach, whichever way it hangs together", () => {
  expect(shown(narrow(chain, { ...wide, around: "b" }))).toEqual(["a", "b", "c"]);
  expect(shown(narrow(chain, { ...wide, around: "a", reach: 2 }))).toEqual(["a", "b", "c"]);
  expect(narrow(chain, { ...wide, around: "b" })).toMatchObject({ centre: "b", dependencies: { length: 2 } });
});

test("a component that is not there any more narrows nothing", () => {
  expect(shown(narrow(chain, { ...wide, around: "gone" }))).toEqual(["a", "b", "c", "d", "island"]);
});

test("those of a team are shown with their neighbours, who are not counted among them", () => {
  const nodes = chain.nodes.map((node) => ({
    ...node,
    component: { ...node.component, team: node.component.id === "b" ? { id: "t", name: "Web" } : null },
  }));
  const narrowed = narrow({ ...chain, nodes }, { ...wide, team: "t" });
  expect(shown(narrowed)).toEqual(["a", "b", "c"]);
  expect([...narrowed.asked]).toEqual(["b"]);
});

test("the types to choose from are those in use, each once", () => {
  const { nodes } = mapOf([], ["a", "b"], { type: "service" });
  expect(typesOf([...nodes, ...mapOf([], ["c"]).nodes])).toEqual(["service"]);
});
