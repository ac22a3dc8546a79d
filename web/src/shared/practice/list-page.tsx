import { type ComponentProps, type ReactNode, useState } from "react";
import { ImportDialog } from "@/shared/io/import-dialog";
import { useMay } from "@/shared/people/workspace-context";
import { CreateDialog } from "@/shared/records/create-dialog";
import { RecordTable } from "@/shared/records/table/record-table";
import { Button } from "@/shared/ui/button";
import { PracticePage } from "./practice-page";

/** The list of one kind, in its practice. */
export function ListPage({ kind, lead, exporting }: ComponentProps<typeof RecordTable>): ReactNode {
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
      <RecordTable key={kind.name} kind={kind} lead={lead} exporting={exporting} />
      {open === "create" && <CreateDialog kind={kind} onClose={() => setOpen(null)} />}
      {open === "import" && <ImportDialog sources={kind.imports} onClose={() => setOpen(null)} />}
    </PracticePage>
  );
}
