import { type QueryClient, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";
import type { MatterSort } from "./kinds";

export type MatterIn = components["schemas"]["MatterIn"];

/** Keys begin with the record's, so that a save of its texts refreshes what is read. */
export function useContent(id: string) {
  return useQuery({
    queryKey: ["node", id, "content"],
    queryFn: () =>
      unwrap(api.GET("/api/pulse/pulses/{pulse_id}/content", { params: { path: { pulse_id: id } } })),
  });
}

export async function publishPulse(client: QueryClient, id: string): Promise<void> {
  await unwrap(api.POST("/api/pulse/pulses/{pulse_id}/publish", { params: { path: { pulse_id: id } } }));
  await Promise.all([
    client.invalidateQueries({ queryKey: ["records", "pulse"] }),
    client.invalidateQueries({ queryKey: ["node"] }),
  ]);
}

export function useMatters(sort: MatterSort, state: "open" | "closed") {
  return useQuery({
    queryKey: ["matters", sort, state],
    queryFn: () => unwrap(api.GET("/api/pulse/matters", { params: { query: { sort, state, limit: 200 } } })),
  });
}

async function refresh(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ["matters"] }),
    client.invalidateQueries({ queryKey: ["node"] }),
  ]);
}

export async function raiseMatter(client: QueryClient, body: MatterIn): Promise<void> {
  await unwrap(api.POST("/api/pulse/matters", { body }));
  await refresh(client);
}

interface Version {
  id: string;
  version: number;
}

/** The closed or opened matter's new version is the given one plus one: what an undo has to name. */
export async function closeMatter(
  client: QueryClient,
  { id, version }: Version,
  answer: string,
): Promise<void> {
  const params = { path: { matter_id: id } };
  await unwrap(api.POST("/api/pulse/matters/{matter_id}/close", { params, body: { version, answer } }));
  await refresh(client);
}

export async function reopenMatter(client: QueryClient, { id, version }: Version): Promise<void> {
  const params = { path: { matter_id: id } };
  await unwrap(api.POST("/api/pulse/matters/{matter_id}/reopen", { params, body: { version } }));
  await refresh(client);
}
