import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { Button } from "@/shared/ui/button";
import { TextArea } from "@/shared/ui/inputs";
import { riskFlags, useRefresh } from "../api";
import classes from "./registers.module.css";

interface Props {
  name: string;
  nodeId: string;
  flagKey: string;
  onClose: () => void;
  onDismissed: () => void;
}

/** A flag is not waved away: whoever dismisses it says why. */
export function DismissDialog({ name, nodeId, flagKey, onClose, onDismissed }: Props): ReactNode {
  const refresh = useRefresh();
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  async function dismiss(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    try {
      await riskFlags.dismiss(nodeId, flagKey, reason.trim());
      await refresh();
      onDismissed();
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title={`Dismiss ${name}`} size="var(--dialog-width)">
      <form className="stack" onSubmit={(event) => void dismiss(event)}>
        <TextArea
          label="Why it is no worry here"
          hint="Your name stands beside it. It is raised again when what raised it grows graver."
          rows={3}
          required
          maxLength={1000}
          data-autofocus
          value={reason}
          error={problem?.fields.reason?.join(" ") ?? problem?.message}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className={classes.end}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy} disabled={!reason.trim()}>
            Dismiss the flag
          </Button>
        </div>
      </form>
    </Modal>
  );
}
