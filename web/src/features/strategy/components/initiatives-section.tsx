import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { graph } from "@/api/graph";
import type { RecordOut } from "@/api/types";
import { LinkDialog } from "@/shared/graph/link-dialog";
import { useMay, useRecordPath } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { SectionHead } from "@/shared/ui/page-head";
import { Skeleton } from "@/shared/ui/states";
import classes from "./goals.module.css";

/** What is being done to move the number. */
export default function InitiativesSection({ record }: { record: RecordOut }): ReactNode {
  const may = useMay();
  const pathOf = useRecordPath();
  const [adding, setAdding] = useState(false);
  const { data } = useQuery({
    queryKey: ["node", record.id, "links"],
    queryFn: () => graph.links(record.id),
  });
  const found = data?.filter((link) => link.kind === "contributes_to" && link.direction === "in");
  return (
    <section>
      <SectionHead title="Contributing initiatives" count={found?.length || undefined}>
        {may.write && !record.archived_at && (
          <Button size="small" look="quiet" icon="plus" onClick={() => setAdding(true)}>
            Initiative
          </Button>
        )}
      </SectionHead>
      {!found && <Skeleton rows={2} />}
      {found?.length === 0 && (
        <p className={classes.none}>Nothing on the roadmap says that it moves this number.</p>
      )}
      <ul>
        {found?.map(({ id, node }) => (
          <li key={id} className={classes.link}>
            <span className="mono three">{node.key}</span>
            <Link className="grow strong" to={pathOf(node)}>
              {node.title}
            </Link>
            <span className="two nowrap">{node.state}</span>
          </li>
        ))}
      </ul>
      {adding && (
        <LinkDialog
          node={{ id: record.id, kind: "key_result", title: record.title }}
          kinds={["initiative"]}
          relation="contributes_to:in"
          onClose={() => setAdding(false)}
        />
      )}
    </section>
  );
}
