import type { BoardFilter } from "./api";

export { type SetAddress, useAddress } from "@/shared/hooks/use-address";

export function filterOf(search: URLSearchParams): BoardFilter {
  const filter: BoardFilter = {};
  for (const name of ["team_id", "owner_id"] as const) {
    const value = search.get(name);
    if (value) filter[name] = value;
  }
  return filter;
}
