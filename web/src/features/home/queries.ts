import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type KeyResultOut = Schemas["KeyResultOut"];
export type ExperimentOut = Schemas["ExperimentOut"];
export type MatterOut = Schemas["MatterOut"];

const page = { limit: 200, offset: 0 };

export const keyResults = queryOptions({
  queryKey: ["records", "key_result", "home"],
  queryFn: () => unwrap(api.GET("/api/strategy/key-results", { params: { query: page } })),
});

export const experiments = queryOptions({
  queryKey: ["records", "experiment", "home"],
  queryFn: () =>
    unwrap(api.GET("/api/experiments/experiments", { params: { query: { ...page, state: "running" } } })),
});

export const matters = queryOptions({
  queryKey: ["matters", "home"],
  queryFn: () => unwrap(api.GET("/api/pulse/matters", { params: { query: { ...page, state: "open" } } })),
});
