import { type ReactNode, useState } from "react";
import type { RecordOut } from "@/api/types";
import { useMay } from "@/shared/people/workspace-context";
import { CreateDialog } from "@/shared/records/create-dialog";
import { RecordTable } from "@/shared/records/table/record-table";
import { Button } from "@/shared/ui/button";
import { SectionHead } from "@/shared/ui/page-head";
import { session } from "../kinds";

/** The sessions of a study. */
export default function StudySessions({ record }: { record: RecordOut }): ReactNode {
  const may = useMay();
  const [creating, setCreating] = useState(false);
  return (
    <section aria-label="Sessions">
      <SectionHead title="Sessions">
        {may.write && (
          <Button size="small" look="quiet" icon="plus" onClick={() => setCreating(true)}>
            Add a session
          </Button>
        )}
      </SectionHead>
      <RecordTable kind={session} fixed={{ study_id: record.id }} />
      {creating && (
        <CreateDialog kind={session} initial={{ study: record }} onClose={() => setCreating(false)} />
      )}
    </section>
  );
}
