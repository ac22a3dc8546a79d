import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useWorkspace } from "@/shared/people/workspace-context";
import type { NewRecordProps } from "@/shared/records/kind";
import { Button, ButtonLink } from "@/shared/ui/button";
import classes from "./correct-text.module.css";

/** A highlight is taken from a text, so this leads to the texts. */
export default function HighlightDialog({ onClose }: NewRecordProps): ReactNode {
  const { slug } = useWorkspace();
  return (
    <Modal opened onClose={onClose} title="New highlight" size="var(--dialog-width)">
      <p className="two">
        Highlights are marked in a transcript or note: open one, select the words and press D for what was
        done or S for what was said.
      </p>
      <div className={classes.actions}>
        <Button onClick={onClose}>Cancel</Button>
        <ButtonLink look="primary" to={`/w/${slug}/discovery/documents`}>
          Choose a document
        </ButtonLink>
      </div>
    </Modal>
  );
}
