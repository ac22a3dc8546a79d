import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { toastProblem } from "@/shared/ui/toasts";
import { type Given, roundKey, saveScores } from "./api";
import type { Detail, Row } from "./kinds";
import { type Held, Outbox } from "./outbox";
import { ownValues } from "./scores";

interface RowPage {
  items: readonly Row[];
  total: number;
}

const retryAfter = 4_000;
const boxes = new Map<string, Outbox>();

function withRow(page: RowPage | undefined, row: Row): RowPage | undefined {
  if (!page?.items.some((each) => each.candidate_id === row.candidate_id)) return page;
  return { ...page, items: page.items.map((each) => (each.candidate_id === row.candidate_id ? row : each)) };
}

function placeDetail(client: QueryClient, id: string, detail: Detail): void {
  client.setQueryData(roundKey(id, "detail", detail.row.candidate_id), detail);
  client.setQueriesData<RowPage>({ queryKey: roundKey(id, "rows") }, (page) => withRow(page, detail.row));
}

/** One outbox a round, whichever page of it is shown. */
function boxOf(client: QueryClient, id: string): Outbox {
  const known = boxes.get(id);
  if (known) return known;
  const box = new Outbox(id, {
    send: (given) => saveScores(id, given),
    onSaved: (detail) => {
      placeDetail(client, id, detail);
      void client.invalidateQueries({ queryKey: roundKey(id, "head") });
    },
    onRefused: (problem) => {
      toastProblem(problem);
      void client.invalidateQueries({ queryKey: roundKey(id) });
    },
    shelf: window.localStorage,
  });
  boxes.set(id, box);
  return box;
}

interface Scores extends Held {
  give: (given: Given) => void;
  settle: (mine: ReadonlySet<string>) => void;
  /** One's own numbers of a row, with those that are still on their way. */
  ownOf: (row: Row) => Record<string, number>;
}

function overlay(row: Row, held: Held): Record<string, number> {
  const kept = held.kept.find(({ candidate }) => candidate === row.candidate_id);
  const values: Record<string, number | null> = { ...ownValues(row), ...kept?.values };
  return Object.fromEntries(
    Object.entries(values).flatMap(([column, value]) => (value === null ? [] : [[column, value] as const])),
  );
}

/** Giving scores that survive a lost connection: kept on this device, tried again until they are through. */
export function useScores(id: string): Scores {
  const client = useQueryClient();
  const box = boxOf(client, id);
  const held = useSyncExternalStore(box.subscribe, box.snapshot);
  useEffect(() => {
    const flush = () => void box.flush();
    flush();
    const timer = window.setInterval(flush, retryAfter);
    window.addEventListener("online", flush);
    return () => {
      window.clearInterval(timer);
      window.removeEventListener("online", flush);
    };
  }, [box]);
  return {
    ...held,
    give: (given) => void box.give(given),
    settle: (mine) => void box.settle(mine),
    ownOf: (row) => overlay(row, held),
  };
}
