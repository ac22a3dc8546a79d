import { useSearchParams } from "react-router";
import type { BoardFilter } from "./api";

export type SetAddress = (values: Record<string, string>) => void;

/** What a page shows lives in its address, so that it can be sent to somebody. An empty value takes a name away. */
export function useAddress(): [URLSearchParams, SetAddress] {
  const [search, setSearch] = useSearchParams();
  const set: SetAddress = (values) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(values)) {
          if (value) after.set(name, value);
          else after.delete(name);
        }
        return after;
      },
      { replace: true },
    );
  return [search, set];
}

export function filterOf(search: URLSearchParams): BoardFilter {
  const filter: BoardFilter = {};
  for (const name of ["team_id", "owner_id"] as const) {
    const value = search.get(name);
    if (value) filter[name] = value;
  }
  return filter;
}
