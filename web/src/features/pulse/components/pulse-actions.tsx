import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { downloadAddress } from "@/api/client";
import { useMay } from "@/shared/people/workspace-context";
import { RecordMenu } from "@/shared/records/page/record-menu";
import { Button, DownloadLink } from "@/shared/ui/button";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { publishPulse } from "../api";
import { pulse as kind, type Pulse } from "../kinds";
import classes from "./pulse.module.css";

function PublishDialog({ pulse, onClose }: { pulse: Pulse; onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);

  async function publish(): Promise<void> {
    setBusy(true);
    try {
      await publishPulse(client, pulse.id);
      toast({ message: `${pulse.key} published` });
      onClose();
    } catch (error) {
      toastProblem(error);
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title="Publish" size="var(--dialog-width)">
      <div className="stack">
        <p className="body">
          From now on “{pulse.title}” reads the same for ever, whatever happens to the records it reports. It
          cannot be edited afterwards.
        </p>
        <div className={classes.end}>
          <Button onClick={onClose}>Not yet</Button>
          <Button look="primary" busy={busy} data-autofocus onClick={() => void publish()}>
            Publish
          </Button>
        </div>
      </div>
    </Modal>
  );
}

export function PulseActions({ pulse }: { pulse: Pulse }): ReactNode {
  const may = useMay();
  const [publishing, setPublishing] = useState(false);
  return (
    <span className={classes.actions}>
      <RecordMenu kind={kind} record={pulse} />
      <DownloadLink look="default" href={downloadAddress(`/api/pulse/pulses/${pulse.id}/export.md`)}>
        Markdown
      </DownloadLink>
      <Button icon="document" onClick={() => window.print()}>
        Print
      </Button>
      {may.write && pulse.state === "draft" && !pulse.archived_at && (
        <Button look="primary" icon="check" onClick={() => setPublishing(true)}>
          Publish
        </Button>
      )}
      {publishing && <PublishDialog pulse={pulse} onClose={() => setPublishing(false)} />}
    </span>
  );
}
