import { type QueryClient, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";

export type CheckInIn = components["schemas"]["CheckInIn"];

/** Keys begin with the kind's, so that every save of such a record refreshes what is shown here. */
export function useCycles() {
  return useQuery({
    queryKey: ["records", "cycle", "goals"],
    queryFn: () =>
      unwrap(api.GET("/api/strategy/cycles", { params: { query: { sort: "-starts_on", limit: 100 } } })),
  });
}

export function useObjectives(cycleId: string | undefined) {
  return useQuery({
    queryKey: ["records", "objective", "goals", cycleId],
    enabled: cycleId !== undefined,
    queryFn: () =>
      unwrap(
        api.GET("/api/strategy/objectives", {
          params: { query: { cycle_id: cycleId, sort: "key", limit: 200 } },
        }),
      ),
  });
}

export function useKeyResults(by: { cycle_id?: string; objective_id?: string }) {
  return useQuery({
    queryKey: ["records", "key_result", "goals", by],
    enabled: Boolean(by.cycle_id ?? by.objective_id),
    queryFn: () =>
      unwrap(api.GET("/api/strategy/key-results", { params: { query: { ...by, sort: "key", limit: 200 } } })),
  });
}

export function useCheckIns(id: string) {
  return useQuery({
    queryKey: ["node", id, "check-ins"],
    queryFn: () =>
      unwrap(
        api.GET("/api/strategy/key-results/{key_result_id}/check-ins", {
          params: { path: { key_result_id: id } },
        }),
      ),
  });
}

export async function checkIn(client: QueryClient, id: string, body: CheckInIn): Promise<void> {
  await unwrap(
    api.POST("/api/strategy/key-results/{key_result_id}/check-ins", {
      params: { path: { key_result_id: id } },
      body,
    }),
  );
  await Promise.all([
    client.invalidateQueries({ queryKey: ["records", "key_result"] }),
    client.invalidateQueries({ queryKey: ["node", id] }),
  ]);
}
