import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "@/shared/ui/button";
import { TextField } from "@/shared/ui/inputs";
import classes from "./initiative.module.css";

/** One line on why something moved; it may stay empty. */
export function ReasonDialog({
  title,
  onSay,
  onClose,
}: {
  title: string;
  onSay: (reason: string) => void;
  onClose: () => void;
}): ReactNode {
  const [reason, setReason] = useState("");
  function say(event: FormEvent): void {
    event.preventDefault();
    onSay(reason.trim());
  }
  return (
    <Modal opened onClose={onClose} title={title} size="var(--dialog-width)">
      <form className="stack" onSubmit={say}>
        <TextField
          label="Why"
          hint="Shown beside the change. Press Enter to move without one."
          data-autofocus
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className={classes.end}>
          <Button onClick={onClose}>Leave it</Button>
          <Button look="primary" type="submit">
            Move
          </Button>
        </div>
      </form>
    </Modal>
  );
}
