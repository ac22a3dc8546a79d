/** A list that is worth a name: the conditions it stands for in the address. */
export interface RegisterView {
  name: string;
  label: string;
  conditions: Readonly<Record<string, string>>;
  /** Whether its number says that something waits. */
  waits?: boolean;
}

export const registerViews: readonly RegisterView[] = [
  { name: "all", label: "All", conditions: {} },
  { name: "no", label: "What we said no to", conditions: { verdict: "no", in_force: "true" } },
  { name: "not_now", label: "Not now", conditions: { verdict: "not_now", in_force: "true" } },
  { name: "due", label: "Look again", conditions: { is_due: "true" }, waits: true },
  { name: "contradicted", label: "Contradicted", conditions: { is_contradicted: "true" }, waits: true },
  { name: "published", label: "Published", conditions: { is_published: "true" } },
];

const conditionNames = [
  "verdict",
  "reason_code",
  "owner_id",
  "in_force",
  "is_due",
  "is_contradicted",
  "is_published",
];

/** The view whose conditions are exactly those of the address; search and order do not count. */
export function viewOf(search: URLSearchParams): string | null {
  const set = conditionNames.filter((name) => search.get(name));
  const found = registerViews.find(
    ({ conditions }) =>
      set.length === Object.keys(conditions).length &&
      set.every((name) => conditions[name] === search.get(name)),
  );
  return found?.name ?? null;
}

/** The address of a view: its conditions, with search and order as they are. */
export function searchOf(view: RegisterView, search: URLSearchParams): string {
  const next = new URLSearchParams(search);
  for (const name of [...conditionNames, "peek"]) next.delete(name);
  for (const [name, value] of Object.entries(view.conditions)) next.set(name, value);
  const text = next.toString();
  return text ? `?${text}` : "";
}
