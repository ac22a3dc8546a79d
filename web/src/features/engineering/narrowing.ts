/** The part of the component map that is looked at. */
import type { ComponentMap } from "./dependencies";

type MapNode = ComponentMap["nodes"][number];

export interface Narrowing {
  team: string;
  owner: string;
  type: string;
  /** A component, of which only what lies within `reach` steps is kept. */
  around: string;
  reach: number;
}

/** What is kept, and which of it was asked for; the rest is there because it hangs together with that. */
export interface Narrowed extends ComponentMap {
  asked: ReadonlySet<string>;
  /** The component that the rest is around, if one was named. */
  centre: string | null;
}

/** Who is one step away, whichever way the dependency goes. */
export function besideOf({ dependencies }: Pick<ComponentMap, "dependencies">): Map<string, Set<string>> {
  const beside = new Map<string, Set<string>>();
  const put = (from: string, to: string) => beside.set(from, (beside.get(from) ?? new Set()).add(to));
  for (const { source_id, target_id } of dependencies) {
    put(source_id, target_id);
    put(target_id, source_id);
  }
  return beside;
}

function within(start: string, reach: number, beside: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const found = new Set([start]);
  let edge = [start];
  for (let step = 0; step < reach && edge.length > 0; step++) {
    edge = edge.flatMap((id) => [...(beside.get(id) ?? [])]).filter((id) => !found.has(id));
    for (const id of edge) found.add(id);
  }
  return found;
}

function isAsked({ component }: MapNode, { team, owner, type }: Narrowing): boolean {
  return (
    (!team || component.team?.id === team) &&
    (!owner || component.owner?.id === owner) &&
    (!type || component.type === type)
  );
}

/** The components of a team, owner and type with what they hang together with, near one component if it is named. */
export function narrow(map: ComponentMap, by: Narrowing): Narrowed {
  const beside = besideOf(map);
  const isHere = map.nodes.some(({ component }) => component.id === by.around);
  const near = isHere ? within(by.around, by.reach, beside) : null;
  const ids = map.nodes.filter((node) => isAsked(node, by)).map(({ component }) => component.id);
  const asked = new Set(near ? ids.filter((id) => near.has(id)) : ids);
  const isNarrow = Boolean(by.team || by.owner || by.type);
  const kept = isNarrow ? new Set([...asked].flatMap((id) => [id, ...(beside.get(id) ?? [])])) : asked;
  const shown = new Set([...kept].filter((id) => !near || near.has(id)));
  return {
    asked,
    centre: near && by.around,
    nodes: map.nodes.filter(({ component }) => shown.has(component.id)),
    dependencies: map.dependencies.filter((each) => shown.has(each.source_id) && shown.has(each.target_id)),
    circles: map.circles.filter(({ members }) => members.every((id) => shown.has(id))),
  };
}

/** The types in use, in the workspace's own words. */
export function typesOf(nodes: readonly MapNode[]): string[] {
  return [...new Set(nodes.map(({ component }) => component.type).filter(Boolean))].sort();
}
