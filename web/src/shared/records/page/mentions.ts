import type { PersonRef } from "@/api/types";

/** What is typed after the last "@" before the caret, or null when no mention is being typed. */
export function mentionAt(text: string, caret: number): string | null {
  const found = /(?:^|\s)@([^\s@]*)$/.exec(text.slice(0, caret));
  return found ? (found[1] ?? "") : null;
}

export function withMention(text: string, caret: number, name: string): { text: string; caret: number } {
  const before = text.slice(0, caret).replace(/@[^\s@]*$/, `@${name} `);
  return { text: before + text.slice(caret), caret: before.length };
}

/** People read "@Name"; the server keeps "@[Name](id)". Longer names first, so that "Ann Lee" is not taken for "Ann". */
export function encodeMentions(text: string, people: readonly PersonRef[]): string {
  const names = people.toSorted((a, b) => b.name.length - a.name.length);
  return names.reduce((said, person) => {
    const name = person.name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return said.replaceAll(new RegExp(`@${name}(?![\\w\\]])`, "g"), `@[${person.name}](${person.id})`);
  }, text);
}
