import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { RecordOut } from "@/api/types";
import { useMay } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { toast } from "@/shared/ui/toasts";
import type { Experiment } from "../kinds";
import { ResultsReader } from "./results-reader";

/** The one thing to do on an experiment: bring its results in. */
export default function UploadResults({ record }: { record: RecordOut }): ReactNode {
  const client = useQueryClient();
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (!may.write || record.archived_at) return null;
  const hasResults = Boolean((record as Experiment).results_at);
  return (
    <>
      <Button look={hasResults ? "default" : "primary"} icon="import" onClick={() => setOpen(true)}>
        {hasResults ? "Replace results" : "Upload results"}
      </Button>
      {open && (
        <Modal
          opened
          onClose={() => setOpen(false)}
          title={`Results of ${record.title}`}
          size="min(960px, 100%)"
        >
          <ResultsReader
            experimentId={record.id}
            onCancel={() => setOpen(false)}
            onKept={() => {
              setOpen(false);
              toast({ message: "Results kept" });
              void client.invalidateQueries({ queryKey: ["records", "experiment"] });
              void client.invalidateQueries({ queryKey: ["node"] });
            }}
          />
        </Modal>
      )}
    </>
  );
}
