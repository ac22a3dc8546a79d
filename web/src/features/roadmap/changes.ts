import type { components } from "@/api/schema";
import { formatDate, formatMonth } from "@/shared/format/dates";
import { formatNumber, plural, sentenceCase } from "@/shared/format/format";
import type { IconName } from "@/shared/ui/icon";
import type { Diff, RoadmapChange, Snapshot } from "./snapshots-api";
import { type Horizon, horizonLabel, horizons } from "./words";

type Detail = RoadmapChange["details"][number];
type Value = Detail["before"];
export type ChangeKind = components["schemas"]["ChangeKind"];

/** The kinds of change in the order in which they are counted: "2 added, 1 in confidence". */
export const changeKinds: readonly { value: ChangeKind; label: string; counted: string; icon: IconName }[] = [
  { value: "added", label: "Added", counted: "added", icon: "plus" },
  { value: "removed", label: "Removed", counted: "removed", icon: "minus" },
  { value: "moved", label: "Moved", counted: "moved", icon: "swap" },
  { value: "re_scoped", label: "Re-scoped", counted: "re-scoped", icon: "limit" },
  { value: "confidence", label: "Confidence", counted: "in confidence", icon: "calibration" },
  { value: "owner", label: "Owner", counted: "in owner", icon: "people" },
  { value: "team", label: "Team", counted: "in team", icon: "people" },
  { value: "state", label: "State", counted: "in state", icon: "flag" },
];

export interface Pair {
  label: string;
  before: string;
  after: string;
}

/** A field before and after, as it is written; `null` where a sentence says it all. */
type Shape = { label: string; none: string; write: (value: Exclude<Value, null>) => string } | null;

const asDay = (value: unknown) => formatDate(String(value));

const shapes: Record<string, Shape> = {
  horizon: { label: "", none: "No place", write: (value) => horizonLabel(value as Horizon) },
  starts_on: { label: "start", none: "open", write: asDay },
  target_on: { label: "target", none: "open", write: asDay },
  title: { label: "", none: "untitled", write: (value) => `“${value}”` },
  effort_weeks: {
    label: "",
    none: "not sized",
    write: (value) => formatNumber(Number(value), { unit: "w" }),
  },
  confidence: { label: "", none: "not known", write: (value) => formatNumber(Number(value), { unit: "%" }) },
  owner: { label: "", none: "Nobody", write: String },
  team: { label: "", none: "No team", write: String },
  state: { label: "", none: "", write: (value) => sentenceCase(String(value)) },
  outcome: { label: "outcome", none: "none", write: (value) => sentenceCase(String(value)) },
  position: null,
  body: null,
  slices: null,
};

export function pairsOf(change: Pick<RoadmapChange, "details">): Pair[] {
  return change.details.flatMap(({ field, before, after }) => {
    const shape = shapes[field];
    if (!shape) return [];
    const write = (value: Value) => (value === null ? shape.none : shape.write(value));
    return [{ label: shape.label, before: write(before), after: write(after) }];
  });
}

type Said = Pick<RoadmapChange, "kind" | "details" | "item">;

function rankOf(horizon: Value): number {
  const place = horizons.findIndex(({ value }) => value === horizon);
  return place < 0 ? horizons.length : place;
}

/** Whether a value went up, down, or cannot be compared. */
function turnOf(detail: Detail | undefined): "up" | "down" | "other" {
  const { before = null, after = null } = detail ?? {};
  if (before === null || after === null || before === after) return "other";
  return after > before ? "up" : "down";
}

function sayMove(details: Map<string, Detail>): string {
  const horizon = details.get("horizon");
  if (horizon) return rankOf(horizon.after) < rankOf(horizon.before) ? "Moved up" : "Moved back";
  const target = turnOf(details.get("target_on"));
  if (target !== "other") return target === "up" ? "Due later" : "Due earlier";
  if (details.has("starts_on") || details.has("target_on")) return "Other dates";
  const place = turnOf(details.get("position"));
  return place === "up" ? "Further down its lane" : "Further up its lane";
}

function sayScope(details: Map<string, Detail>): string {
  const effort = turnOf(details.get("effort_weeks"));
  if (effort !== "other") return effort === "up" ? "Grew" : "Shrank";
  if (details.has("effort_weeks"))
    return details.get("effort_weeks")?.after === null ? "Lost its size" : "Sized";
  if (details.has("slices")) return "Sliced anew";
  return details.has("title") ? "Renamed" : "Described anew";
}

function sayConfidence(details: Map<string, Detail>): string {
  const turn = turnOf(details.get("confidence"));
  if (turn === "other") return "Another confidence";
  return turn === "up" ? "Surer" : "Less sure";
}

const verbs: Record<ChangeKind, (details: Map<string, Detail>, item: RoadmapChange["item"]) => string> = {
  added: (_, { horizon }) => (horizon ? `New in ${horizonLabel(horizon as Horizon)}` : "New"),
  removed: (_, { horizon }) =>
    horizon ? `Left the roadmap, was in ${horizonLabel(horizon as Horizon)}` : "Left the roadmap",
  moved: sayMove,
  re_scoped: sayScope,
  confidence: sayConfidence,
  owner: () => "Changed hands",
  team: () => "Went to another team",
  state: (details) => (details.get("state")?.after === "closed" ? "Closed" : "Changed state"),
};

/** What became of the item, in a word or two: "Moved up", "Grew", "Less sure". */
export function sayChange({ kind, details, item }: Said): string {
  return verbs[kind](new Map(details.map((each) => [each.field, each])), item);
}

export interface ChangedItem {
  item: RoadmapChange["item"];
  changes: RoadmapChange[];
}

/** Everything that became of one item, in the order in which the items come. */
export function groupByItem(changes: readonly RoadmapChange[]): ChangedItem[] {
  const groups = new Map<string, ChangedItem>();
  for (const change of changes) {
    const group = groups.get(change.item.id);
    if (group) group.changes.push(change);
    else groups.set(change.item.id, { item: change.item, changes: [change] });
  }
  return [...groups.values()];
}

/** "3 initiatives changed: 2 moved, 1 in confidence." */
export function sayDiff(diff: Pick<Diff, "changes" | "counts">): string {
  const items = groupByItem(diff.changes).length;
  if (items === 0) return "Nothing changed.";
  const parts = changeKinds.flatMap(({ value, counted }) => {
    const count = diff.counts[value] ?? 0;
    return count > 0 ? [`${count} ${counted}`] : [];
  });
  return `${plural(items, "initiative")} changed: ${parts.join(", ")}.`;
}

/** "1 Feb, before the re-plan": when and what for. */
export function nameSnapshot(snapshot: Snapshot, zone: string): string {
  const why = snapshot.reason || (snapshot.month && `start of ${formatMonth(snapshot.month)}`);
  return [formatDate(snapshot.taken_at, zone), why].filter(Boolean).join(", ");
}

export interface Chosen {
  before: Snapshot | undefined;
  after: Snapshot | undefined;
}

/** The two sides that the address names; without it, from the latest snapshot to today. Snapshots come newest first. */
export function choose(snapshots: readonly Snapshot[], before: string | null, after: string | null): Chosen {
  const find = (id: string | null) => snapshots.find((each) => each.id === id);
  const first = find(before) ?? snapshots[0];
  const second = find(after);
  return { before: first, after: second && first && isLater(second, first) ? second : undefined };
}

export function isLater(one: Snapshot, other: Snapshot): boolean {
  return one.id !== other.id && one.taken_at > other.taken_at;
}
