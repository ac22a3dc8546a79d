import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { api, unwrap } from "@/api/client";
import type { RecordOut } from "@/api/types";
import { reasonLabel } from "@/shared/decisions/words";
import { formatDate } from "@/shared/format/dates";
import { useRecordPath, useTimeZone } from "@/shared/people/workspace-context";
import { SectionHead } from "@/shared/ui/page-head";
import { DecisionLabel } from "@/shared/ui/state-glyph";
import classes from "./initiative.module.css";

/** What was decided on it, newest first; what a later decision superseded is still there. */
export default function Decisions({ record }: { record: RecordOut }): ReactNode {
  const pathOf = useRecordPath();
  const zone = useTimeZone();
  const { data } = useQuery({
    queryKey: ["records", "decision", "on", record.id],
    queryFn: () =>
      unwrap(
        api.GET("/api/prioritization/decisions", {
          params: { query: { subject_id: record.id, limit: 20 } },
        }),
      ),
  });
  const decisions = data?.items ?? [];
  if (decisions.length === 0) return null;
  return (
    <section>
      <SectionHead title="Decisions" count={decisions.length} />
      <ul className={classes.list}>
        {decisions.map((decision) => (
          <li key={decision.id} className={decision.superseded_at ? "three" : undefined}>
            <Link to={pathOf({ domain: "prioritization", plural: "decisions", id: decision.id })}>
              <span className="strong">
                <DecisionLabel verdict={decision.verdict} />
              </span>
              <span className="grow clip small">{reasonLabel(decision.reason_code)}</span>
              <span className="small three nowrap">{formatDate(decision.decided_on, zone)}</span>
            </Link>
            <p className="small two">{decision.reason}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
