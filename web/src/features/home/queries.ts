import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";
import { overviewQuery } from "@/shared/home/overview";

type Schemas = components["schemas"];

export type KeyResultOut = Schemas["KeyResultOut"];
export type ExperimentOut = Schemas["ExperimentOut"];
export type MatterOut = Schemas["MatterOut"];
export type InboxItemOut = Schemas["InboxItemOut"];
export type ChangeOut = Schemas["OverviewOut"]["changes"][number];

const page = { limit: 200, offset: 0 };

export const overview = overviewQuery;

export const inbox = queryOptions({
  queryKey: ["home", "inbox"],
  queryFn: () => unwrap(api.GET("/api/home/inbox", { params: { query: { ...page, state: "open" } } })),
});

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

export const finishItem = (id: string) =>
  unwrap(api.POST("/api/home/inbox/{item_id}/done", { params: { path: { item_id: id } } }));

export const reopenItem = (id: string) =>
  unwrap(api.POST("/api/home/inbox/{item_id}/undo", { params: { path: { item_id: id } } }));
