import { type ReactNode, useState } from "react";
import type { RecordOut } from "@/api/types";
import { useMay } from "@/shared/people/workspace-context";
import { CreateDialog } from "@/shared/records/create-dialog";
import { Button } from "@/shared/ui/button";
import { SectionHead } from "@/shared/ui/page-head";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import { useKeyResults } from "../api";
import { keyResult } from "../kinds";
import classes from "./goals.module.css";
import { KeyResultRow } from "./key-result-row";

/** The key results of one objective, on its page. */
export default function ObjectiveSection({ record }: { record: RecordOut }): ReactNode {
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const { data, error, refetch } = useKeyResults({ objective_id: record.id });
  return (
    <section>
      <SectionHead title="Key results" count={data?.total}>
        {may.write && !record.archived_at && (
          <Button size="small" look="quiet" icon="plus" onClick={() => setAdding(true)}>
            Key result
          </Button>
        )}
      </SectionHead>
      {error && <ProblemLine error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={2} />}
      {data?.total === 0 && (
        <p className={classes.none}>No key result yet: nobody could say whether this is met.</p>
      )}
      <ul>
        {data?.items.map((each) => (
          <KeyResultRow key={each.id} keyResult={each} />
        ))}
      </ul>
      {adding && (
        <CreateDialog
          kind={keyResult}
          initial={{ objective: record }}
          onClose={() => setAdding(false)}
          onCreated={() => undefined}
        />
      )}
    </section>
  );
}
