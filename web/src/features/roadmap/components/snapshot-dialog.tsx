import { Modal } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { Button } from "@/shared/ui/button";
import { TextField } from "@/shared/ui/inputs";
import { ProblemLine } from "@/shared/ui/states";
import { type Snapshot, useTakeSnapshot } from "../snapshots-api";
import classes from "./initiative.module.css";

/** Keeps the roadmap as it stands now; what for may be said. */
export function SnapshotDialog({
  onTaken,
  onClose,
}: {
  onTaken: (snapshot: Snapshot) => void;
  onClose: () => void;
}): ReactNode {
  const [reason, setReason] = useState("");
  const { mutateAsync, isPending, error } = useTakeSnapshot();
  const problem = error ? asProblem(error) : null;

  async function take(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      onTaken(await mutateAsync(reason.trim()));
    } catch {
      // The refusal is shown in the form, and what was written stays.
    }
  }

  return (
    <Modal opened onClose={onClose} title="Take a snapshot" size="var(--dialog-width)">
      <form className="stack" onSubmit={(event) => void take(event)}>
        <TextField
          label="What for"
          hint="A board meeting, before the re-plan. It may stay empty."
          data-autofocus
          maxLength={1000}
          value={reason}
          error={problem?.fields.reason?.join(" ")}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {problem && Object.keys(problem.fields).length === 0 && <ProblemLine error={problem} />}
        <div className={classes.end}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={isPending}>
            Take snapshot
          </Button>
        </div>
      </form>
    </Modal>
  );
}
