import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { graph, type Shelving } from "@/api/graph";
import { plural } from "@/shared/format/format";
import { toast, toastProblem } from "@/shared/ui/toasts";
import type { Kind } from "./kind";
import { recordKeys } from "./use-record";

const back: Record<Shelving, Shelving> = {
  archive: "unarchive",
  unarchive: "archive",
  trash: "restore",
  restore: "trash",
};

const past: Record<Shelving, string> = {
  archive: "archived",
  unarchive: "taken out of the archive",
  trash: "moved to the trash",
  restore: "restored",
};

/** Archive and trash, of one or many, each with its undo. */
export function useShelve(kind: Kind): (act: Shelving, ids: string[]) => Promise<boolean> {
  const client = useQueryClient();
  return useCallback(
    async function shelve(act: Shelving, ids: string[]): Promise<boolean> {
      try {
        await graph.shelve(act, ids);
      } catch (error) {
        toastProblem(error);
        return false;
      }
      await client.invalidateQueries({ queryKey: recordKeys.kind(kind) });
      const many = plural(ids.length, kind.label.toLowerCase(), kind.labelPlural.toLowerCase());
      toast({ message: `${many} ${past[act]}`, undo: () => void shelve(back[act], ids) });
      return true;
    },
    [client, kind],
  );
}
