import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";
import { plainView, type View } from "./view";

type MetricIn = components["schemas"]["MetricIn"];
type ConclusionIn = components["schemas"]["ConclusionIn"];
export type Goal = components["schemas"]["GoalIn"];

/** Keys begin with the record's, so that whatever refreshes the experiment refreshes what is read from it. */
export const readoutKey = (id: string, view: View) => ["node", id, "readout", view] as const;

/** The readout as it is looked at; without a view, the one that rules. */
export function useReadout(id: string, view: View = plainView) {
  return useQuery({
    queryKey: readoutKey(id, view),
    queryFn: () =>
      unwrap(
        api.GET("/api/experiments/experiments/{experiment_id}/readout", {
          params: { path: { experiment_id: id }, query: { ...view, segment: view.segment || undefined } },
        }),
      ),
    placeholderData: (before, query) => (query?.queryKey[1] === id ? before : undefined),
  });
}

export function planMetrics(id: string, metrics: MetricIn[]) {
  return unwrap(
    api.PUT("/api/experiments/experiments/{experiment_id}/metrics", {
      params: { path: { experiment_id: id } },
      body: { metrics },
    }),
  );
}

/** The split that was meant, each variant's share relative to the others'. */
export function planWeights(id: string, weights: Record<string, number>) {
  return unwrap(
    api.PUT("/api/experiments/experiments/{experiment_id}/weights", {
      params: { path: { experiment_id: id } },
      body: { weights },
    }),
  );
}

export function conclude(id: string, body: ConclusionIn) {
  return unwrap(
    api.POST("/api/experiments/experiments/{experiment_id}/conclude", {
      params: { path: { experiment_id: id } },
      body,
    }),
  );
}

/** How many users and days; nothing is stored. Null: the question is not complete yet. */
export function useSizes(goal: Goal | null) {
  return useQuery({
    queryKey: ["planning", goal],
    queryFn: () => unwrap(api.POST("/api/experiments/planning", { body: goal ?? {} })),
    enabled: goal !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
