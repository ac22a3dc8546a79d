import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { graph } from "@/api/graph";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { discovery, marksKey, useRefresh } from "../api";
import type { Document, Highlight } from "../kinds";
import type { MarkKey } from "./marks";
import type { Span } from "./spans";

/** Marks a stretch of the document, or takes a mark away; a toast can undo both. */
export function useMarking(document: Document) {
  const client = useQueryClient();
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);

  function place(change: (before: Highlight[]) => Highlight[]): void {
    client.setQueryData<Highlight[]>(marksKey(document.id), (before = []) => change(before));
  }

  async function shelve(act: "trash" | "restore", gone: Highlight): Promise<void> {
    if (act === "trash") place((before) => before.filter((each) => each.id !== gone.id));
    try {
      await graph.shelve(act, [gone.id]);
      const said = act === "trash" ? `${gone.key} removed` : `${gone.key} is back`;
      toast({ message: said, undo: act === "trash" ? () => void shelve("restore", gone) : undefined });
    } catch (error) {
      toastProblem(error);
    }
    await refresh();
  }

  async function mark(
    { start, end }: Span,
    { strength, mark: how, word }: MarkKey,
  ): Promise<Highlight | null> {
    setBusy(true);
    try {
      const made = await discovery.mark({ document_id: document.id, start, end, strength, mark: how });
      place((before) => [...before, made].sort((a, b) => a.start - b.start || a.end - b.end));
      toast({ message: `${made.key}: ${word}`, undo: () => void shelve("trash", made) });
      void refresh();
      return made;
    } catch (error) {
      toastProblem(error);
      return null;
    } finally {
      setBusy(false);
    }
  }

  return { busy, mark, remove: (gone: Highlight) => shelve("trash", gone) };
}
