import type { ReactNode } from "react";
import { Button, IconButton } from "@/shared/ui/button";
import type { Kind } from "../kind";
import { useShelve } from "../use-shelve";
import classes from "./record-table.module.css";
import type { Archived } from "./use-list-state";
import type { Selection } from "./use-selection";

/** Floats while something is selected. */
export function BulkBar({
  kind,
  selection,
  archived,
}: {
  kind: Kind;
  selection: Selection;
  archived: Archived;
}): ReactNode {
  const shelve = useShelve(kind);
  const ids = [...selection.ids];
  if (ids.length === 0) return null;

  async function act(how: "archive" | "unarchive" | "trash"): Promise<void> {
    if (await shelve(how, ids)) selection.clear();
  }

  return (
    <div className={classes.bulk} role="toolbar" aria-label="What to do with the selected">
      <span className="tn strong">{ids.length} selected</span>
      {archived === "only" ? (
        <Button icon="undo" onClick={() => void act("unarchive")}>
          Take out of the archive
        </Button>
      ) : (
        <Button icon="archive" onClick={() => void act("archive")}>
          Archive
        </Button>
      )}
      <Button icon="trash" onClick={() => void act("trash")}>
        Move to trash
      </Button>
      <IconButton icon="close" label="Clear the selection" onClick={selection.clear} />
    </div>
  );
}
