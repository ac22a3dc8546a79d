import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { downloadAddress } from "@/api/client";
import { graph } from "@/api/graph";
import { formatBytes } from "@/shared/format/format";
import { FileDrop } from "@/shared/io/file-drop";
import { useMay } from "@/shared/people/workspace-context";
import { IconButton } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { SectionHead } from "@/shared/ui/page-head";
import { toast, toastProblem } from "@/shared/ui/toasts";
import classes from "./attachments.module.css";

const maxBytes = 25_000_000;

export function Attachments({ nodeId }: { nodeId: string }): ReactNode {
  const client = useQueryClient();
  const may = useMay();
  const [busy, setBusy] = useState(false);
  const { data } = useQuery({
    queryKey: ["node", nodeId, "attachments"],
    queryFn: () => graph.attachments(nodeId),
  });
  const refresh = () => client.invalidateQueries({ queryKey: ["node", nodeId] });

  async function attach(file: File): Promise<void> {
    setBusy(true);
    try {
      await graph.attach(nodeId, file);
      await refresh();
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  }

  async function remove(id: string, name: string): Promise<void> {
    try {
      await graph.detach(id);
      toast({ message: `${name} removed` });
      await refresh();
    } catch (error) {
      toastProblem(error);
    }
  }

  if (!may.write && !data?.length) return null;
  return (
    <section aria-label="Files">
      <SectionHead title="Files" count={data?.length || undefined} />
      <ul>
        {data?.map((file) => (
          <li key={file.id} className={classes.file}>
            <Icon name="clip" size="small" className="three" />
            <a
              className="grow clip"
              href={downloadAddress(`/api/graph/attachments/${file.id}`)}
              download={file.name}
            >
              {file.name}
            </a>
            <span className="small three nowrap">{formatBytes(file.size)}</span>
            {may.write && (
              <IconButton
                icon="close"
                size="small"
                label={`Remove ${file.name}`}
                onClick={() => void remove(file.id, file.name)}
              />
            )}
          </li>
        ))}
      </ul>
      {may.write && (
        <FileDrop compact busy={busy} accept="" maxBytes={maxBytes} onFile={(file) => void attach(file)} />
      )}
    </section>
  );
}
