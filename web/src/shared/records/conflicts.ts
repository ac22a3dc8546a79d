import type { RecordOut } from "@/api/types";
import type { Changes, Kind } from "./kind";

/** A save that met a newer version: what was wanted, from what, and what stands there now. */
export interface Conflict {
  kind: Kind;
  mine: Changes;
  base: RecordOut;
  current: RecordOut;
  /** Saves the choice in its own way, where these fields are not changed like others. */
  save?: (current: RecordOut, changes: Changes) => Promise<RecordOut | null>;
}

let waiting: readonly Conflict[] = [];
const listeners = new Set<() => void>();

function publish(conflicts: readonly Conflict[]): void {
  waiting = conflicts;
  for (const listener of listeners) listener();
}

export const conflicts = {
  raise: (conflict: Conflict) => publish([...waiting, conflict]),
  settle: (conflict: Conflict) => publish(waiting.filter((each) => each !== conflict)),
  clear: () => publish([]),
  first: (): Conflict | undefined => waiting[0],
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
