import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { imports, type RunOut } from "@/api/imports";
import { formatMoment } from "@/shared/format/dates";
import { formatNumber } from "@/shared/format/format";
import { ImportDialog } from "@/shared/io/import-dialog";
import { useMay, useTimeZone } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { Button } from "@/shared/ui/button";
import { DataTable } from "@/shared/ui/data-table";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { toast, toastProblem } from "@/shared/ui/toasts";

function Runs({ runs, onUndo }: { runs: readonly RunOut[]; onUndo?: (run: RunOut) => void }): ReactNode {
  const timeZone = useTimeZone();
  return (
    <DataTable
      name="Imports"
      rows={runs}
      idOf={(run) => run.id}
      columns={[
        {
          label: "File",
          show: (run) => (
            <span className="stack" style={{ gap: 0 }}>
              <span className="strong clip">{run.file_name}</span>
              <span className="small three">{run.source.replaceAll("_", " ")}</span>
            </span>
          ),
        },
        { label: "New", numeric: true, width: 72, show: (run) => formatNumber(run.created_count) },
        {
          label: "Refused",
          numeric: true,
          width: 84,
          wideOnly: true,
          show: (run) => formatNumber(run.rejected_count),
        },
        { label: "By", width: 140, wideOnly: true, show: (run) => run.actor.name },
        {
          label: "When",
          width: 140,
          wideOnly: true,
          show: (run) => <time>{formatMoment(run.created_at, timeZone)}</time>,
        },
        {
          label: "",
          width: 96,
          show: (run) => {
            if (run.undone_at) return <span className="three">Undone</span>;
            return (
              onUndo && (
                <Button size="small" icon="undo" onClick={() => onUndo(run)}>
                  Undo
                </Button>
              )
            );
          },
        },
      ]}
    />
  );
}

export default function ImportsPage(): ReactNode {
  const client = useQueryClient();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const { data, error, refetch } = useQuery({ queryKey: ["imports"], queryFn: imports.runs });

  async function undo(run: RunOut): Promise<void> {
    try {
      await imports.undo(run.id);
      toast({ message: `The import of ${run.file_name} was taken back` });
      await client.invalidateQueries();
    } catch (refused) {
      toastProblem(refused);
    }
  }

  const start = may.write && (
    <Button icon="import" onClick={() => setOpen(true)}>
      Import a file
    </Button>
  );
  return (
    <PracticePage practice="settings" title="Settings" actions={start}>
      {error && <ProblemState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={3} />}
      {data?.items.length === 0 && (
        <EmptyState icon="import" title="Nothing imported yet" actions={start}>
          Bring transcripts, requests and lists along. Every import is looked at first and can be undone as a
          whole.
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <Runs runs={data.items} onUndo={may.write ? (run) => void undo(run) : undefined} />
      )}
      {open && <ImportDialog onClose={() => setOpen(false)} />}
    </PracticePage>
  );
}
