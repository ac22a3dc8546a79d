import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { RecordOut } from "@/api/types";
import { formatDate } from "@/shared/format/dates";
import { useRecordPath, useTimeZone } from "@/shared/people/workspace-context";
import { SectionHead } from "@/shared/ui/page-head";
import { DecisionLabel } from "@/shared/ui/state-glyph";
import { findRivals } from "../rivals";
import classes from "./initiative.module.css";

/** What stood in the same round and was not chosen. */
export default function Instead({ record }: { record: RecordOut }): ReactNode {
  const pathOf = useRecordPath();
  const zone = useTimeZone();
  const { data = [] } = useQuery({
    queryKey: ["node", record.id, "instead"],
    queryFn: () => findRivals(record.id),
  });
  if (data.length === 0) return null;
  return (
    <section>
      <SectionHead title="Not chosen instead" count={data.length} />
      <ul className={classes.list}>
        {data.map(({ node, decision }) => (
          <li key={node.id} title={decision.reason}>
            <Link to={pathOf({ domain: "prioritization", plural: "decisions", id: decision.id })}>
              <DecisionLabel verdict={decision.verdict}>{node.title}</DecisionLabel>
              <span className="grow" />
              <span className="small three nowrap">{formatDate(decision.decided_on, zone)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
