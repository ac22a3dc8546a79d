import type { ReactNode } from "react";
import { Link } from "react-router";
import { useRecordPath } from "@/shared/people/workspace-context";
import { tag } from "../kinds";
import classes from "./tag-list.module.css";

export function TagList({ tags }: { tags: readonly { id: string; title: string }[] }): ReactNode {
  const pathOf = useRecordPath();
  if (tags.length === 0) return null;
  return (
    <ul className={classes.tags}>
      {tags.map((each) => (
        <li key={each.id}>
          <Link className={classes.tag} to={pathOf({ ...tag, id: each.id })}>
            {each.title}
          </Link>
        </li>
      ))}
    </ul>
  );
}
