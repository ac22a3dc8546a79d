import { type QueryClient, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";

export type ResolutionIn = components["schemas"]["ResolutionIn"];

export function useForecasts(id: string) {
  return useQuery({
    queryKey: ["node", id, "forecasts"],
    queryFn: () =>
      unwrap(
        api.GET("/api/calibration/predictions/{prediction_id}/forecasts", {
          params: { path: { prediction_id: id } },
        }),
      ),
  });
}

export function useCalibration(memberId: string) {
  return useQuery({
    queryKey: ["records", "prediction", "calibration", memberId],
    queryFn: () =>
      unwrap(
        api.GET("/api/calibration/summary", {
          params: { query: memberId ? { member_id: memberId } : {} },
        }),
      ),
    placeholderData: (before) => before,
  });
}

async function refresh(client: QueryClient, id: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ["records", "prediction"] }),
    client.invalidateQueries({ queryKey: ["node", id] }),
  ]);
}

export async function giveProbability(client: QueryClient, id: string, probability: number): Promise<void> {
  await unwrap(
    api.POST("/api/calibration/predictions/{prediction_id}/forecasts", {
      params: { path: { prediction_id: id } },
      body: { probability },
    }),
  );
  await refresh(client, id);
}

export async function resolvePrediction(client: QueryClient, id: string, body: ResolutionIn): Promise<void> {
  await unwrap(
    api.POST("/api/calibration/predictions/{prediction_id}/resolution", {
      params: { path: { prediction_id: id } },
      body,
    }),
  );
  await refresh(client, id);
}
