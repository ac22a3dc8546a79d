import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { Button } from "@/shared/ui/button";
import type { Head } from "../kinds";
import { namesOf } from "../scores";
import classes from "./raters.module.css";

/** Says who has not finished, because a revealed round never becomes private again. */
export function RevealDialog({
  head,
  busy,
  onReveal,
  onClose,
}: {
  head: Head;
  busy: boolean;
  onReveal: () => void;
  onClose: () => void;
}): ReactNode {
  const waiting = head.raters.filter(({ scored, asked }) => scored < asked).map(({ member }) => member);
  return (
    <Modal opened onClose={onClose} title="Reveal the round" size="var(--dialog-width)">
      <div className="stack">
        {waiting.length > 0 && (
          <p className="body">
            <b>{namesOf(waiting)}</b> {waiting.length === 1 ? "has" : "have"} not scored everything.
          </p>
        )}
        <p className="body">
          Everybody will see everybody's numbers and reasons, and the list is ranked. A revealed round never
          becomes private again; own scores can still be corrected until it is closed.
        </p>
        <div className={classes.actions}>
          <Button onClick={onClose}>Keep it private</Button>
          <Button look="primary" busy={busy} onClick={onReveal}>
            Reveal
          </Button>
        </div>
      </div>
    </Modal>
  );
}
