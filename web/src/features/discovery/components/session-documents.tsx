import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { records } from "@/api/records";
import type { RecordOut } from "@/api/types";
import { plural } from "@/shared/format/format";
import { useMay, useRecordPath } from "@/shared/people/workspace-context";
import { CreateDialog } from "@/shared/records/create-dialog";
import { Button } from "@/shared/ui/button";
import { SectionHead } from "@/shared/ui/page-head";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import { type Document, document } from "../kinds";
import classes from "./rows.module.css";

/** The transcripts and notes of a session. */
export default function SessionDocuments({ record }: { record: RecordOut }): ReactNode {
  const may = useMay();
  const pathOf = useRecordPath();
  const [creating, setCreating] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ["records", "document", "list", "of", record.id],
    queryFn: ({ signal }) => records.list<Document>(document, { session_id: record.id, limit: 100 }, signal),
  });
  return (
    <section aria-label="Documents">
      <SectionHead title="Documents" count={data?.total || undefined}>
        {may.write && (
          <Button size="small" look="quiet" icon="plus" onClick={() => setCreating(true)}>
            Add a transcript or note
          </Button>
        )}
      </SectionHead>
      {error && <ProblemLine error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={2} />}
      {data?.total === 0 && (
        <p className={classes.none}>No words yet. Add the transcript, or what you noted.</p>
      )}
      <ul>
        {data?.items.map((each) => (
          <li key={each.id} className={classes.row}>
            <span className="mono three">{each.key}</span>
            <Link className="grow clip" to={pathOf({ ...document, id: each.id })}>
              {each.title}
            </Link>
            <span className="small three">{plural(each.highlight_count, "highlight")}</span>
          </li>
        ))}
      </ul>
      {creating && (
        <CreateDialog kind={document} initial={{ session: record }} onClose={() => setCreating(false)} />
      )}
    </section>
  );
}
