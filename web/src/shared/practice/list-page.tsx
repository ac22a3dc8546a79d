import { type ReactNode, useState } from "react";
import { ImportDialog } from "@/shared/io/import-dialog";
import { useMay } from "@/shared/people/workspace-context";
import { CreateDialog } from "@/shared/records/create-dialog";
import type { Kind } from "@/shared/records/kind";
import { RecordTable } from "@/shared/records/table/record-table";
import { Button } from "@/shared/ui/button";
import { PracticePage } from "./practice-page";

/** The list of one kind, in its practice. */
export function ListPage({ kind }: { kind: Kind }): ReactNode {
  const may = useMay();
  const [open, setOpen] = useState<"create" | "import" | null>(null);
  const actions = may.write && !kind.readOnly && (
    <>
      {kind.imports && (
        <Button icon="import" onClick={() => setOpen("import")}>
          Import
        </Button>
      )}
      {kind.creatable !== false && (
        <Button icon="plus" onClick={() => setOpen("create")}>
          New {kind.label.toLowerCase()}
        </Button>
      )}
    </>
  );
  return (
    <PracticePage
      practice={kind.domain}
      title={kind.labelPlural}
      sub={kind.purpose || undefined}
      actions={actions}
    >
      <RecordTable key={kind.name} kind={kind} />
      {open === "create" && <CreateDialog kind={kind} onClose={() => setOpen(null)} />}
      {open === "import" && <ImportDialog sources={kind.imports} onClose={() => setOpen(null)} />}
    </PracticePage>
  );
}
