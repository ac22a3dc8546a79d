import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import type { RowQuery } from "./api";

export type View = "ranked" | "scores" | "matrix";
export type Panel = "why" | "given" | "checks";

export interface RoundState {
  view: View | null;
  q: string;
  decided: NonNullable<RowQuery["decided"]>;
  split: boolean;
  unscored: boolean;
  sort: string;
  /** The column whose ratings the list shows; empty for the one in which each candidate's raters differ most. */
  spread: string;
  panel: Panel | null;
  first: number | null;
  second: number | null;
}

const views: readonly View[] = ["ranked", "scores", "matrix"];
const panels: readonly Panel[] = ["why", "given", "checks"];
const verdicts = ["none", "yes", "declined", "no", "not_now", "merge_into", "any"] as const;

function oneOf<V extends string>(allowed: readonly V[], given: string | null): V | null {
  return allowed.find((each) => each === given) ?? null;
}

function numberOf(given: string | null): number | null {
  return given && /^\d{1,15}$/.test(given) ? Number(given) : null;
}

export function readState(search: URLSearchParams): RoundState {
  return {
    view: oneOf(views, search.get("view")),
    q: search.get("q") ?? "",
    decided: oneOf(verdicts, search.get("decided")) ?? "kept",
    split: search.get("split") === "true",
    unscored: search.get("unscored") === "true",
    sort: search.get("sort") || "position",
    spread: search.get("spread") ?? "",
    panel: oneOf(panels, search.get("panel")),
    first: numberOf(search.get("first")),
    second: numberOf(search.get("second")),
  };
}

/** What the list is asked for. */
export function queryOf({ q, decided, split, unscored, sort }: RoundState): RowQuery {
  return { q, decided, split, unscored, sort };
}

/** Whether the list is whole and in the order shown, so that the cut line and places by hand make sense. */
export function isWhole({ q, decided, split, unscored, sort }: RoundState): boolean {
  return q === "" && decided === "kept" && !split && !unscored && sort === "position";
}

type Change = Partial<Record<keyof RoundState, string | number | boolean | null>>;

/** What is shown of a round, in the address: it can be sent to somebody and survives a reload. */
export function useRoundState(): [RoundState, (change: Change) => void] {
  const [search, setSearch] = useSearchParams();
  const state = useMemo(() => readState(search), [search]);
  const set = useCallback(
    (change: Change) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(change)) {
            if (value === null || value === "" || value === false) next.delete(name);
            else next.set(name, String(value));
          }
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  return [state, set];
}
