import type { ReactNode } from "react";
import { Link } from "react-router";
import { plural } from "@/shared/format/format";
import { useRecordPath } from "@/shared/people/workspace-context";
import type { TermUse } from "../api";
import { Excerpt } from "./excerpt";
import classes from "./lexicon.module.css";

/** The initiatives that a word stands in, each with the words around it. */
export function TermUses({ use }: { use: TermUse }): ReactNode {
  const pathOf = useRecordPath();
  return (
    <ul className={classes.uses}>
      {use.found.map(({ node, excerpt }) => (
        <li key={node.id}>
          <Link to={pathOf({ domain: "roadmap", plural: "initiatives", id: node.id })}>{node.title}</Link>
          <Excerpt text={excerpt} />
        </li>
      ))}
      {use.count > use.found.length && (
        <li className="small three">and {plural(use.count - use.found.length, "more", "more")}</li>
      )}
    </ul>
  );
}
