import { expect, test } from "vitest";
import { type ComponentMap, mostNeededFirst, neighboursOf } from "./dependencies";

function mapOf(...dependencies: [string, "depends_on" | "consumes" | "provides", string][]): ComponentMap {
  const ids = [...new Set(dependencies.flatMap(([source, , target]) => [source, target]))];
  return {
    nodes: ids.map((id) => ({ component: { id, title: id.toUpperCase() } })),
    dependencies: dependencies.map(([source_id, sort, target_id], index) => ({
      id: String(index),
      source_id,
      sort,
      target_id,
    })),
    circles: [],
  } as unknown as ComponentMap;
}

test("what one needs is needed by it, and consuming is needing", () => {
  const around = neighboursOf(mapOf(["web", "depends_on", "files"], ["web", "consumes", "api"]));
  expect(around.get("web")?.needs.map((each) => each.title)).toEqual(["FILES", "API"]);
  expect(around.get("files")?.neededBy.map((each) => each.title)).toEqual(["WEB"]);
  expect(around.get("files")?.needs).toEqual([]);
});

test("providing something is not needing it", () => {
  const around = neighboursOf(mapOf(["files", "provides", "api"]));
  expect(around.get("files")).toMatchObject({ needs: [], neededBy: [], provides: [{ id: "api" }] });
  expect(around.get("api")).toMatchObject({ needs: [], neededBy: [], providedBy: [{ id: "files" }] });
});

test("a neighbour knows the dependency that leads to it", () => {
  const around = neighboursOf(mapOf(["a", "depends_on", "b"], ["a", "depends_on", "c"]));
  expect(around.get("a")?.needs.map((each) => each.dependency)).toEqual(["0", "1"]);
});

test("where a change reaches furthest stands first, and equals by their names", () => {
  const node = (title: string, needed_by: number) => ({ component: { title }, needed_by });
  const nodes = [node("Web", 0), node("Files", 1), node("Billing", 3), node("Auth", 1)];
  const ordered = mostNeededFirst(nodes as unknown as ComponentMap["nodes"]);
  expect(ordered.map((each) => each.component.title)).toEqual(["Billing", "Auth", "Files", "Web"]);
});
