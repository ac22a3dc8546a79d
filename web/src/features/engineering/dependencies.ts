import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type ComponentMap = Schemas["ComponentMapOut"];
export type DependencySort = Schemas["DependencySort"];

/** Another component, at the other end of a dependency. */
export interface Neighbour {
  dependency: string;
  sort: DependencySort;
  id: string;
  title: string;
}

export interface Neighbours {
  needs: Neighbour[];
  neededBy: Neighbour[];
  provides: Neighbour[];
  providedBy: Neighbour[];
}

export const sorts: readonly { value: DependencySort; label: string }[] = [
  { value: "depends_on", label: "needs" },
  { value: "consumes", label: "consumes" },
  { value: "provides", label: "provides" },
];

/** Where a change reaches furthest stands first. */
export function mostNeededFirst(nodes: ComponentMap["nodes"]): ComponentMap["nodes"] {
  const title = (node: ComponentMap["nodes"][number]) => node.component.title;
  return nodes.toSorted((a, b) => b.needed_by - a.needed_by || title(a).localeCompare(title(b)));
}

function nobody(): Neighbours {
  return { needs: [], neededBy: [], provides: [], providedBy: [] };
}

/** What each component needs and is needed by. Consuming something is needing it; providing it is not. */
export function neighboursOf({ nodes, dependencies }: ComponentMap): Map<string, Neighbours> {
  const titles = new Map(nodes.map(({ component }) => [component.id, component.title]));
  const found = new Map(nodes.map(({ component }) => [component.id, nobody()]));
  for (const { id, source_id, target_id, sort } of dependencies) {
    const end = (at: string): Neighbour => ({ dependency: id, sort, id: at, title: titles.get(at) ?? "" });
    const [out, back] =
      sort === "provides" ? (["provides", "providedBy"] as const) : (["needs", "neededBy"] as const);
    found.get(source_id)?.[out].push(end(target_id));
    found.get(target_id)?.[back].push(end(source_id));
  }
  return found;
}
