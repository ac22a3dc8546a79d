import type { ReactNode } from "react";
import type { PersonRef } from "@/api/types";
import classes from "./person-avatar.module.css";

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0]?.charAt(0) ?? "";
  const last = words.length > 1 ? (words.at(-1)?.charAt(0) ?? "") : "";
  return (first + last).toUpperCase() || "?";
}

export function PersonAvatar({
  person,
  withName = false,
  decorative = withName,
}: {
  person: PersonRef | null;
  withName?: boolean;
  /** The name stands beside it already. */
  decorative?: boolean;
}): ReactNode {
  const name = person?.name ?? "Truenorth";
  const avatar = (
    <span
      className={classes.avatar}
      title={decorative ? undefined : name}
      aria-hidden={decorative || undefined}
    >
      {person ? initialsOf(name) : "·"}
    </span>
  );
  if (!withName) return avatar;
  return (
    <span className={classes.named}>
      {avatar}
      <span className="clip">{name}</span>
    </span>
  );
}

export function PersonAvatars({ people }: { people: readonly PersonRef[] }): ReactNode {
  return (
    <span className={classes.pile}>
      {people.map((person) => (
        <PersonAvatar key={person.id} person={person} />
      ))}
    </span>
  );
}
