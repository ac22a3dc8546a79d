import { useCallback, useState } from "react";

export interface Selection {
  ids: ReadonlySet<string>;
  has: (id: string) => boolean;
  toggle: (id: string) => void;
  toggleTo: (id: string, order: readonly string[]) => void;
  all: (ids: readonly string[]) => void;
  clear: () => void;
}

function between(order: readonly string[], a: string, b: string): readonly string[] {
  const from = order.indexOf(a);
  const to = order.indexOf(b);
  if (from < 0 || to < 0) return [b];
  return order.slice(Math.min(from, to), Math.max(from, to) + 1);
}

export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<string | null>(null);
  const toggle = useCallback((id: string) => {
    setLast(id);
    setIds((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }, []);
  const toggleTo = useCallback(
    (id: string, order: readonly string[]) => {
      setLast(id);
      setIds((before) => new Set([...before, ...between(order, last ?? id, id)]));
    },
    [last],
  );
  const all = useCallback((wanted: readonly string[]) => setIds(new Set(wanted)), []);
  const clear = useCallback(() => setIds(new Set()), []);
  return { ids, has: (id) => ids.has(id), toggle, toggleTo, all, clear };
}
