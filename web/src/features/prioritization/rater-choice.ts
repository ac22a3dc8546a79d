import type { Head } from "./kinds";

/** The columns that each member is to rate; nobody without any. */
export type Choice = Readonly<Record<string, readonly string[]>>;

type Raters = Head["raters"];

export function choicesOf(raters: Raters): Choice {
  return Object.fromEntries(raters.map(({ member, columns }) => [member.id, columns]));
}

export function flip(choice: Choice, member: string, column: string): Choice {
  const own = choice[member] ?? [];
  const next = own.includes(column) ? own.filter((each) => each !== column) : [...own, column];
  return { ...choice, [member]: next };
}

export function flipAll(choice: Choice, member: string, columns: readonly string[]): Choice {
  return { ...choice, [member]: (choice[member] ?? []).length > 0 ? [] : columns };
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each) => other.includes(each));
}

/** What has to be asked of the server: members with the same columns together, and those who are let go. */
export function planRaters(
  choice: Choice,
  raters: Raters,
  columns: readonly string[],
): { asked: { member_ids: string[]; columns: string[] }[]; dismissed: number[] } {
  const before = choicesOf(raters);
  const groups = new Map<string, { member_ids: string[]; columns: string[] }>();
  for (const [member, own] of Object.entries(choice)) {
    if (own.length === 0 || same(own, before[member] ?? [])) continue;
    const wanted = columns.filter((key) => own.includes(key));
    const group = groups.get(wanted.join()) ?? { member_ids: [], columns: wanted };
    groups.set(wanted.join(), { ...group, member_ids: [...group.member_ids, member] });
  }
  const dismissed = raters.filter(({ member }) => (choice[member.id] ?? []).length === 0).map(({ id }) => id);
  return { asked: [...groups.values()], dismissed };
}
