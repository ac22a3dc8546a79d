import { useLocalStorage } from "@mantine/hooks";
import { useCallback, useMemo } from "react";
import type { Query } from "@/api/client";
import { useAddress } from "@/shared/hooks/use-address";
import { type Field, isReference, type Kind } from "../kind";

export type Archived = "exclude" | "include" | "only";

export interface ListState {
  q: string;
  sort: string;
  archived: Archived;
  filters: Record<string, string>;
  peek: string;
}

export function filterName(field: Field): string | null {
  if (!field.filter) return null;
  if (typeof field.filter === "string") return field.filter;
  return isReference(field.type) ? `${field.name}_id` : field.name;
}

export function sortName(field: Field): string | null {
  if (!field.sort) return null;
  return typeof field.sort === "string" ? field.sort : field.name;
}

function readArchived(text: string | null): Archived {
  return text === "include" || text === "only" ? text : "exclude";
}

export function readState(kind: Kind, search: URLSearchParams): ListState {
  const filters: Record<string, string> = {};
  for (const field of kind.fields) {
    const name = filterName(field);
    const value = name ? search.get(name) : null;
    if (name && value) filters[name] = value;
  }
  return {
    q: search.get("q") ?? "",
    sort: search.get("sort") ?? kind.defaultSort ?? "-created_at",
    archived: readArchived(search.get("archived")),
    filters,
    peek: search.get("peek") ?? "",
  };
}

export function queryOf(state: ListState, fixed: Query = {}): Query {
  const archived = state.archived === "exclude" ? undefined : state.archived;
  return { q: state.q, sort: state.sort, archived, ...state.filters, ...fixed };
}

/** Search, sort, filters and peek live in the address, so that a view can be sent to somebody. */
export function useListState(kind: Kind) {
  const [search, setAddress] = useAddress();
  const state = useMemo(() => readState(kind, search), [kind, search]);
  const set = useCallback((name: string, value: string) => setAddress({ [name]: value }), [setAddress]);
  return { state, set };
}

/** Up, down, and back to the kind's own order. */
export function nextSort(current: string, name: string): string {
  if (current === name) return `-${name}`;
  if (current === `-${name}`) return "";
  return name;
}

const noneHidden = "none";

/** The columns that are left out: as the address says, and else as they were left out here before. */
export function useHiddenColumns(kind: Kind): [string[], (names: string[]) => void, string] {
  const [search, setAddress] = useAddress();
  const [own, setOwn] = useLocalStorage<string[]>({
    key: `truenorth-columns-${kind.name}`,
    defaultValue: [],
  });
  const said = search.get("hide");
  const hidden = said === null ? own : said.split(",").filter((name) => name !== noneHidden);
  const hide = (names: string[]) => {
    setOwn(names);
    setAddress({ hide: names.join(",") || noneHidden });
  };
  return [hidden, hide, hidden.join(",") || noneHidden];
}
