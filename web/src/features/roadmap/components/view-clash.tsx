import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { usePeople, useTeams } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { type Content, sayContent, type View } from "../views";
import type { ViewChanges } from "../views-api";
import initiative from "./initiative.module.css";
import classes from "./views.module.css";

interface Props {
  /** The view as somebody else saved it. */
  current: View;
  mine: ViewChanges;
  onReplace: () => void;
  onKeepBoth: () => void;
  onClose: () => void;
}

function say(view: Pick<View, "name" | "is_shared"> & Content, nameOf: (id: string) => string): string {
  const who = view.is_shared ? "everyone" : "only its saver";
  return `${view.name}, for ${who}. ${sayContent(view, nameOf)}`;
}

/** Two versions of one view: none is lost until somebody has chosen. */
export function ViewClash({ current, mine, onReplace, onKeepBoth, onClose }: Props): ReactNode {
  const named = [...usePeople(), ...useTeams()];
  const nameOf = (id: string) => named.find((each) => each.id === id)?.name ?? id;
  const theirs = current as View & Content;
  return (
    <Modal opened onClose={onClose} title="Somebody else saved this view meanwhile">
      <div className="stack">
        <dl className={classes.sides}>
          <dt>Saved meanwhile</dt>
          <dd>{say(theirs, nameOf)}</dd>
          <dt>Yours</dt>
          <dd>{say({ ...theirs, ...(mine as Partial<View & Content>) }, nameOf)}</dd>
        </dl>
        <div className={initiative.end}>
          <Button onClick={onClose}>Decide later</Button>
          <Button onClick={onReplace}>Replace theirs</Button>
          <Button look="primary" onClick={onKeepBoth}>
            Keep both
          </Button>
        </div>
      </div>
    </Modal>
  );
}
