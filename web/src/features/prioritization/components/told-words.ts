import type { Told } from "../decisions-api";

/** A person where one is known, else the account, else the address. */
export function nameOf(who: { name: string; account?: string; address?: string; email?: string }): string {
  return who.name || who.account || who.address || who.email || "Nobody named";
}

/** How they were told, after their name. */
export function channelWords({ channel, address }: Pick<Told, "channel" | "address">): string {
  if (channel === "sent") return `by e-mail to ${address}`;
  return channel === "copied" ? "with the letter, sent elsewhere" : "in person";
}

/** The parts of a letter that may be left out of it. */
export const leftOutWords: Partial<Record<string, string>> = {
  reason: "the reason in words",
  into: "the name of what takes it in",
  work: "work on the same need",
};
