import { type ReactNode, useState } from "react";
import type { RecordOut } from "@/api/types";
import { useMay } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import type { KeyResult } from "../kinds";
import { CheckInDialog } from "./check-in-dialog";

export default function CheckInButton({ record }: { record: RecordOut }): ReactNode {
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (!may.write || record.archived_at) return null;
  return (
    <>
      <Button look="primary" icon="check" onClick={() => setOpen(true)}>
        Check in
      </Button>
      {open && <CheckInDialog keyResult={record as KeyResult} onClose={() => setOpen(false)} />}
    </>
  );
}
