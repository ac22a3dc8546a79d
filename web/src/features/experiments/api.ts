import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";

type MetricIn = components["schemas"]["MetricIn"];

/** Keys begin with the record's, so that whatever refreshes the experiment refreshes what is read from it. */
export const readoutKey = (id: string) => ["node", id, "readout"] as const;

export function useReadout(id: string) {
  return useQuery({
    queryKey: readoutKey(id),
    queryFn: () =>
      unwrap(
        api.GET("/api/experiments/experiments/{experiment_id}/readout", {
          params: { path: { experiment_id: id } },
        }),
      ),
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
