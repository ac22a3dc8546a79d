import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";
import { asLists, type BoardFilter } from "./api";

type Schemas = components["schemas"];
export type TeamBars = Schemas["TeamBarsOut"];
export type CapacityBar = TeamBars["bars"][number];
export type PeriodLength = Schemas["PeriodLength"];

export function useCapacity(filter: BoardFilter, length: PeriodLength) {
  return useQuery({
    queryKey: ["records", "initiative", "capacity", filter, length],
    queryFn: () =>
      unwrap(
        api.GET("/api/roadmap/capacity", { params: { query: { ...asLists(filter), length, count: 6 } } }),
      ),
    placeholderData: (before) => before,
  });
}

const tolerance = 0.005; // less than a figure of one digit can show

/** Whether more is planned than the team can do. */
export function isOver({ planned_weeks: planned, capacity_weeks: capacity }: CapacityBar): boolean {
  return planned > capacity + tolerance;
}

export function countOver(teams: readonly TeamBars[]): number {
  return teams.flatMap(({ bars }) => bars).filter(isOver).length;
}
