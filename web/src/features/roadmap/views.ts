import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type View = Schemas["SavedViewOut"];
export type Shape = Schemas["ViewShape"];

/** What a view keeps of what is seen. */
export interface Content {
  filters: Schemas["ViewFilters"];
  sort: string;
  options: Record<string, string>;
}

export const shapes: Record<Shape, { page: string; label: string }> = {
  board: { page: "board", label: "Board" },
  timeline: { page: "timeline", label: "Timeline" },
  swimlanes: { page: "timeline", label: "Timeline in lanes" },
  table: { page: "initiatives", label: "Table" },
  capacity: { page: "capacity", label: "Capacity" },
};

/** Filters that mean any of several values on the server, of which a page shows one. */
const listed = ["state", "outcome", "horizon", "owner_id", "team_id", "milestone_id"];
const single = ["q", "archived", "project"];
const filterNames: readonly string[] = [...listed, ...single];
const optionNames: readonly string[] = ["by", "zoom", "length", "hide"];

const labels: Record<string, string> = {
  q: "Search",
  archived: "Archived",
  owner_id: "Owner",
  team_id: "Team",
  milestone_id: "Milestone",
  by: "Lanes",
  zoom: "Scale",
  length: "Periods",
  hide: "Columns left out",
  target_from: "Target from",
  target_until: "Target until",
  is_sized: "Sized",
  where: "Fields of one’s own",
  sort: "Sorted by",
};

function pick(names: readonly string[], seen: URLSearchParams): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (seen.get(name) ? [[name, seen.get(name) ?? ""]] : [])));
}

function asFilters(values: Record<string, string>): Schemas["ViewFilters"] {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    listed.includes(name) ? [value] : value,
  ]);
  return Object.fromEntries(entries) as Schemas["ViewFilters"];
}

export function contentOf(seen: URLSearchParams): Content {
  return {
    filters: asFilters(pick(filterNames, seen)),
    sort: seen.get("sort") ?? "",
    options: pick(optionNames, seen),
  };
}

/** The one value that a page can show, of those a filter has. */
function shown(name: string, value: unknown): string | null {
  if (!filterNames.includes(name)) return null;
  if (typeof value === "string") return value;
  return Array.isArray(value) && value.length === 1 ? String(value[0]) : null;
}

/** The address that shows what a view keeps. */
export function addressOf({ shape, filters, sort, options }: View): URLSearchParams {
  const address = new URLSearchParams(shape === "swimlanes" ? { by: "objective" } : {});
  for (const [name, value] of Object.entries(filters)) {
    const one = shown(name, value);
    if (one) address.set(name, one);
  }
  if (sort) address.set("sort", sort);
  for (const name of optionNames) if (typeof options[name] === "string") address.set(name, options[name]);
  return address;
}

/** What a view narrows down by that no page can show; it stays in the view whatever else changes. */
export function unshownOf({ filters }: View): Record<string, unknown> {
  const kept = Object.entries(filters).filter(
    ([name, value]) => shown(name, value) === null && value !== null && !(Array.isArray(value) && !value[0]),
  );
  return Object.fromEntries(kept);
}

export function labelOf(name: string): string {
  return labels[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
}

const all = (seen: URLSearchParams) => JSON.stringify(contentOf(seen));

/** Whether what is seen differs from what the view keeps. */
export function isChanged(view: View, seen: URLSearchParams): boolean {
  return all(seen) !== all(addressOf(view));
}

/** What a view keeps, in words; `nameOf` says who or what an id stands for. */
export function sayContent({ filters, sort, options }: Content, nameOf: (id: string) => string): string {
  const words = (name: string, value: unknown) =>
    `${labelOf(name)}: ${[value].flat().map(String).map(nameOf).join(", ")}`;
  const parts = [...Object.entries(filters), ...Object.entries(options)].map(([name, value]) =>
    words(name, value),
  );
  if (sort) parts.push(`${labelOf("sort")} ${sort.replace(/^-/, "").replaceAll("_", " ")}`);
  return parts.length > 0 ? parts.join("; ") : "Everything";
}

/** What the page offers; the server decides. A view is its saver's; editors keep those of everybody. */
export function rightsOn(
  { owner, is_shared: isShared }: View,
  who: { id: string; mayEdit: boolean; mayAdminister: boolean },
): { revise: boolean; remove: boolean } {
  const isOwn = owner.id === who.id;
  return {
    revise: isShared ? who.mayEdit : isOwn,
    remove: isOwn || who.mayAdminister,
  };
}
