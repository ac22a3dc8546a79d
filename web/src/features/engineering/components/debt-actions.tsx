import { type ReactNode, useState } from "react";
import type { RecordOut } from "@/api/types";
import { useMay } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import type { Debt } from "../words";
import { RankingDialog } from "./ranking-dialog";

/** The one thing a debt is on record for: to compete. */
export default function DebtActions({ record }: { record: RecordOut }): ReactNode {
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (!may.write || record.archived_at) return null;
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        Put up for ranking
      </Button>
      {open && <RankingDialog debt={record as Debt} onClose={() => setOpen(false)} />}
    </>
  );
}
