/** The way through an initiative's slices: what is reached after each one, in percent of the whole. */

export interface Step {
  value_percent: number;
  effort_percent: number;
}

export interface Point {
  effort: number;
  value: number;
}

/** From nothing over each slice, in the order in which they are given. */
export function pathThrough(slices: readonly Step[]): Point[] {
  const path: Point[] = [{ effort: 0, value: 0 }];
  for (const slice of slices) {
    const last = path.at(-1) as Point;
    path.push({ effort: last.effort + slice.effort_percent, value: last.value + slice.value_percent });
  }
  return path;
}

interface Cut extends Step {
  title: string;
  is_shipped: boolean;
}

/** What to do at the knee: of the slices in the best order, the first `knee` bring more than their share. */
export function adviceAt(knee: number, slices: readonly Cut[]): string {
  const next = slices[knee];
  if (knee === 0) return "";
  const left = slices.slice(0, knee).filter((slice) => !slice.is_shipped);
  const look = next ? `look again before “${next.title}”` : "";
  if (left.length === 0) return look ? `They are shipped: ${look}.` : "";
  const ship = `Ship ${left.map((slice) => `“${slice.title}”`).join(" and ")} first`;
  return look ? `${ship}, then ${look}.` : `${ship}.`;
}

/** The list with one moved up (-1) or down (1); at its end it stays. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const to = from + by;
  const next = [...list];
  const [taken] = next.splice(from, 1);
  if (taken === undefined || to < 0 || to >= list.length) return [...list];
  next.splice(to, 0, taken);
  return next;
}

/** What nobody has cut yet, or null when the slices make up the whole. */
export function uncut({ value_percent, effort_percent }: Step): Step | null {
  const left = { value_percent: 100 - value_percent, effort_percent: 100 - effort_percent };
  return left.value_percent < 0.01 && left.effort_percent < 0.01 ? null : left;
}
