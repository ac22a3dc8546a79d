/** Where the component map draws what: layers from left to right, each left of what it needs. */
import { graphlib, layout } from "@dagrejs/dagre";
import type { ComponentMap } from "./dependencies";

export const card = { width: 188, height: 58 } as const;
const gap = { between: 12, layers: 48, lines: 4 } as const;

export interface Placed {
  id: string;
  left: number;
  top: number;
}

export interface Line {
  id: string;
  source: string;
  target: string;
  isProvided: boolean;
  path: string;
}

export interface MapLayout {
  placed: readonly Placed[];
  lines: readonly Line[];
  /** Components that nothing here ties to another. */
  alone: readonly string[];
  width: number;
  height: number;
}

interface Point {
  x: number;
  y: number;
}

/** A curve through the points, level at each. */
export function curveThrough([first, ...rest]: readonly Point[]): string {
  if (!first) return "";
  let from = first;
  let path = `M${first.x} ${first.y}`;
  for (const to of rest) {
    const middle = (from.x + to.x) / 2;
    path += `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
    from = to;
  }
  return path;
}

/** Who provides something stands beyond it: whoever needs that, needs the provider. */
function endsOf({ source_id, target_id, sort }: ComponentMap["dependencies"][number]): [string, string] {
  return sort === "provides" ? [target_id, source_id] : [source_id, target_id];
}

/**
 * Out of the side of one card, level past the layers between, and into the side of the other. What goes back, as in a
 * circle, runs lower. Of dagre's points every other one lies in a layer; those in the gaps only make waves.
 */
function fromSideToSide(from: Point, between: readonly Point[], to: Point): Point[] {
  const isBack = from.x > to.x;
  const half = isBack ? -card.width / 2 : card.width / 2;
  const lower = isBack ? card.height / 4 : 0;
  const passed = between.filter((_, index) => index % 2 === 1);
  return [
    { x: from.x + half, y: from.y + lower },
    ...passed.flatMap(({ x, y }) => [
      { x: x - half, y },
      { x: x + half, y },
    ]),
    { x: to.x - half, y: to.y + lower },
  ];
}

/** The quicker of dagre's ways: two hundred components in a fraction of a second, with hardly more crossings. */
const quick = { ranker: "tight-tree", disableOptimalOrderHeuristic: true } as const;

export function layOut(map: Pick<ComponentMap, "nodes" | "dependencies">): MapLayout {
  const tied = new Set(map.dependencies.flatMap(({ source_id, target_id }) => [source_id, target_id]));
  const ids = map.nodes.map(({ component }) => component.id);
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({
    rankdir: "LR",
    nodesep: gap.between,
    edgesep: gap.lines,
    ranksep: gap.layers,
    ranker: quick.ranker,
  });
  for (const id of ids) if (tied.has(id)) graph.setNode(id, { ...card });
  for (const dependency of map.dependencies) {
    const [from, to] = endsOf(dependency);
    graph.setEdge(from, to, {}, dependency.id);
  }
  layout(graph, quick);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    placed: graph.nodes().map((id) => {
      const { x, y } = graph.node(id) as Point;
      return { id, left: x - card.width / 2, top: y - card.height / 2 };
    }),
    lines: map.dependencies.map((dependency) => {
      const [from, to] = endsOf(dependency);
      const { points } = graph.edge(from, to, dependency.id) as { points: Point[] };
      const between = points.slice(1, -1);
      const { id, source_id: source, target_id: target, sort } = dependency;
      const path = curveThrough(fromSideToSide(graph.node(from) as Point, between, graph.node(to) as Point));
      return { id, source, target, isProvided: sort === "provides", path };
    }),
    alone: ids.filter((id) => !tied.has(id)),
    width: Number.isFinite(width) ? width : 0,
    height: Number.isFinite(height) ? height : 0,
  };
}

export type Way = "left" | "right" | "up" | "down";

/** The nearest card that way; what lies straight ahead is nearer than what lies aside. */
export function nextTo(placed: readonly Placed[], id: string, way: Way): string | null {
  const here = placed.find((each) => each.id === id);
  if (!here) return null;
  const isLevel = way === "left" || way === "right";
  const sign = way === "left" || way === "up" ? -1 : 1;
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const each of placed) {
    const along = sign * (isLevel ? each.left - here.left : each.top - here.top);
    const aside = Math.abs(isLevel ? each.top - here.top : each.left - here.left);
    const far = along + 3 * aside;
    if (along > 1 && far < least) [best, least] = [each.id, far];
  }
  return best;
}
