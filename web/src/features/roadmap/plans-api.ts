import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";
import { refreshInitiatives } from "./api";

type Schemas = components["schemas"];
export type Plan = Schemas["PlanOut"];
export type PlanRef = Schemas["PlanRefOut"];
export type PlanRow = Schemas["PlanRowOut"];
export type PlanWish = Schemas["PlanIn"];

const plansKey = ["roadmap", "plans"] as const;
const listedAtMost = 50;

export function usePlans() {
  return useQuery({
    queryKey: plansKey,
    queryFn: () => unwrap(api.GET("/api/roadmap/plans", { params: { query: { limit: listedAtMost } } })),
  });
}

export function usePlan(id: string | undefined) {
  return useQuery({
    queryKey: [...plansKey, id],
    queryFn: () =>
      unwrap(api.GET("/api/roadmap/plans/{plan_id}", { params: { path: { plan_id: id ?? "" } } })),
    enabled: id !== undefined,
  });
}

/** Asks for the order of least cost of delay. Nothing moves until somebody accepts it. */
export function useProposePlan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: PlanWish) => unwrap(api.POST("/api/roadmap/plans", { body: wish })),
    onSuccess: (plan) => {
      client.setQueryData([...plansKey, plan.id], plan);
      return client.invalidateQueries({ queryKey: plansKey, exact: true });
    },
  });
}

/** Gives the initiatives their dates: all of the plan, or those of `ids`. */
export function useAcceptPlan(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["AcceptIn"]) =>
      unwrap(api.POST("/api/roadmap/plans/{plan_id}/accept", { params: { path: { plan_id: id } }, body })),
    onSuccess: () => {
      refreshInitiatives(client);
      return client.invalidateQueries({ queryKey: plansKey });
    },
  });
}
