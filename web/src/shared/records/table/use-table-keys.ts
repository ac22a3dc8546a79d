import { useState } from "react";
import { useKeys } from "@/shared/hooks/use-keys";

interface Hands {
  ids: readonly string[];
  select: (id: string) => void;
  clear: () => void;
  open: (id: string) => void;
  peek: (id: string) => void;
  edit: (id: string) => void;
  create?: () => void;
  filter: () => void;
  search: () => void;
  moved: (index: number) => void;
}

/** J and K move, X selects, E edits, Space peeks, Enter opens, N creates, F filters, / searches. */
export function useTableKeys(hands: Hands) {
  const [cursor, setCursor] = useState<string | null>(null);
  const at = cursor ? hands.ids.indexOf(cursor) : -1;

  function move(step: number): void {
    if (hands.ids.length === 0) return;
    const to = at < 0 ? 0 : Math.max(0, Math.min(hands.ids.length - 1, at + step));
    setCursor(hands.ids[to] ?? null);
    hands.moved(to);
  }

  function onCursor(act: (id: string) => void): () => void {
    return () => {
      if (cursor && at >= 0) act(cursor);
    };
  }

  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    x: onCursor(hands.select),
    e: onCursor(hands.edit),
    " ": onCursor(hands.peek),
    Enter: onCursor(hands.open),
    Escape: hands.clear,
    f: hands.filter,
    "/": hands.search,
    ...(hands.create ? { n: hands.create } : {}),
  });

  return { cursor: at >= 0 ? cursor : null, setCursor };
}
