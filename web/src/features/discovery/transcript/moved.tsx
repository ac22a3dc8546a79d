import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { graph } from "@/api/graph";
import type { WhyOut } from "@/api/types";
import { useRecordPath } from "@/shared/people/workspace-context";
import { SectionHead } from "@/shared/ui/page-head";
import { StateLabel } from "@/shared/ui/state-glyph";
import classes from "./moved.module.css";

const told = new Set(["insight", "opportunity", "hypothesis", "initiative"]);

/** Whether a highlight speaks for or against a claim in so many words. */
function stanceOf(why: WhyOut, id: string): "supports" | "refutes" | null {
  const kinds = why.links.filter((link) => link.target === id).map((link) => link.kind);
  if (kinds.includes("refutes")) return "refutes";
  return kinds.includes("supports") ? "supports" : null;
}

/** What became of what was said here. */
export function Moved({ documentId }: { documentId: string }): ReactNode {
  const pathOf = useRecordPath();
  const { data } = useQuery({
    queryKey: ["node", documentId, "why"],
    queryFn: () => graph.why(documentId),
  });
  const moved = (data?.downstream ?? []).filter(({ node }) => told.has(node.kind));
  if (!data || moved.length === 0) return null;
  return (
    <section aria-label="What this document moved">
      <SectionHead title="What this document moved" count={moved.length} />
      <ul>
        {moved.map(({ node }) => {
          const stance = stanceOf(data, node.id);
          return (
            <li key={node.id} className={classes.moved}>
              <span className="mono three">{node.key}</span>
              <Link className="grow clip" to={pathOf(node)}>
                {node.title}
              </Link>
              {stance ? (
                <StateLabel state={stance === "supports" ? "better" : "worse"}>{stance}</StateLabel>
              ) : (
                <span className="three nowrap">{node.state}</span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
