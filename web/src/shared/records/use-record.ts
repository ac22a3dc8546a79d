import { type InfiniteData, type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { records } from "@/api/records";
import type { Page, RecordOut } from "@/api/types";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { conflicts } from "./conflicts";
import { type Changes, fieldOf, fieldValue, type Kind, toInput } from "./kind";

export const recordKeys = {
  kind: (kind: Kind) => ["records", kind.name] as const,
  lists: (kind: Kind) => ["records", kind.name, "list"] as const,
  one: (kind: Kind, id: string) => ["records", kind.name, "one", id] as const,
};

export function useRecord(kind: Kind, id: string) {
  return useQuery({
    queryKey: recordKeys.one(kind, id),
    queryFn: ({ signal }) => records.get(kind, id, signal),
  });
}

/** Writes a record into every list and page that shows it. */
export function placeRecord(client: QueryClient, kind: Kind, record: RecordOut): void {
  client.setQueryData(recordKeys.one(kind, record.id), record);
  client.setQueriesData<InfiniteData<Page<RecordOut>>>(
    { queryKey: recordKeys.lists(kind) },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          items: page.items.map((each) => (each.id === record.id ? record : each)),
        })),
      },
  );
}

export function heldRecord(client: QueryClient, kind: Kind, id: string): RecordOut | undefined {
  const one = client.getQueryData<RecordOut>(recordKeys.one(kind, id));
  const lists = client.getQueriesData<InfiniteData<Page<RecordOut>>>({ queryKey: recordKeys.lists(kind) });
  const listed = lists.flatMap(([, data]) => data?.pages ?? []).flatMap((page) => page.items);
  const found = [one, ...listed].filter((each): each is RecordOut => each?.id === id);
  return found.sort((a, b) => b.version - a.version)[0];
}

function wordFor(kind: Kind, changes: Changes): string {
  const names = Object.keys(changes).map((name) => {
    if (name === "title") return "Title";
    if (name === "body") return "Text";
    return fieldOf(kind, name)?.label ?? name;
  });
  return `${names.join(", ")} saved`;
}

export function before(record: RecordOut, changes: Changes): Changes {
  return Object.fromEntries(Object.keys(changes).map((name) => [name, fieldValue(record, name)]));
}

const queues = new Map<string, Promise<unknown>>();

/** Saves of one record wait for one another, so that a quick second edit does not meet the first as a conflict. */
function inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
  const turn = (queues.get(id) ?? Promise.resolve()).then(work, work);
  queues.set(id, turn);
  return turn;
}

export function isStale(problem: Problem): problem is Problem {
  return (
    problem.status === 409 && problem.code === "graph.stale_version" && problem.extra.current !== undefined
  );
}

export type Patch = (record: RecordOut, changes: Changes, quiet?: boolean) => Promise<RecordOut | null>;

/** Saves at once in what is shown, then on the server; can be undone; a conflict is raised, never overwritten. */
export function usePatch(kind: Kind): Patch {
  const client = useQueryClient();
  return useCallback(
    async function patch(record: RecordOut, changes: Changes, quiet = false): Promise<RecordOut | null> {
      const base = heldRecord(client, kind, record.id) ?? record;
      const was = before(base, changes);
      await client.cancelQueries({ queryKey: recordKeys.kind(kind) });
      placeRecord(client, kind, { ...base, ...changes });
      try {
        const saved = await inTurn(record.id, () => {
          const version = heldRecord(client, kind, record.id)?.version ?? base.version;
          return records.patch(kind, record.id, { ...toInput(kind, changes), version });
        });
        placeRecord(client, kind, saved);
        void client.invalidateQueries({ queryKey: ["node", record.id] });
        if (!quiet) toast({ message: wordFor(kind, changes), undo: () => void patch(saved, was, true) });
        return saved;
      } catch (error) {
        const problem = asProblem(error);
        const now = heldRecord(client, kind, record.id) ?? base;
        placeRecord(client, kind, { ...now, ...was });
        if (isStale(problem)) {
          const current = problem.extra.current as RecordOut;
          placeRecord(client, kind, current);
          conflicts.raise({ kind, mine: changes, base, current });
        } else toastProblem(problem);
        return null;
      }
    },
    [client, kind],
  );
}
