import { type ReactNode, useState } from "react";
import { downloadAddress } from "@/api/client";
import type { RecordOut } from "@/api/types";
import { useMay } from "@/shared/people/workspace-context";
import { EditDialog } from "@/shared/records/edit-dialog";
import { Button, DownloadLink, IconButton } from "@/shared/ui/button";
import { adrParts } from "../kinds";
import type { Adr } from "../words";

function PartsDialog({ adr, onClose }: { adr: RecordOut; onClose: () => void }): ReactNode {
  return <EditDialog kind={adrParts} record={adr} hasText={false} onClose={onClose} />;
}

export function AdrEditButton({ adr }: { adr: Adr }): ReactNode {
  const may = useMay();
  const [editing, setEditing] = useState(false);
  if (!may.write) return null;
  return (
    <>
      <IconButton icon="edit" size="small" label={`Edit ${adr.title}`} onClick={() => setEditing(true)} />
      {editing && <PartsDialog adr={adr} onClose={() => setEditing(false)} />}
    </>
  );
}

/** The file as it is kept, and its parts in a form. */
export default function AdrActions({ record }: { record: RecordOut }): ReactNode {
  const may = useMay();
  const [editing, setEditing] = useState(false);
  return (
    <>
      <DownloadLink look="default" href={downloadAddress(`/api/engineering/adrs/${record.id}/madr`)}>
        Markdown
      </DownloadLink>
      {may.write && !record.archived_at && (
        <Button icon="edit" onClick={() => setEditing(true)}>
          Edit by parts
        </Button>
      )}
      {editing && <PartsDialog adr={record} onClose={() => setEditing(false)} />}
    </>
  );
}
