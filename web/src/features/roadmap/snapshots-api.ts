import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Snapshot = Schemas["SnapshotRefOut"];
export type Diff = Schemas["DiffOut"];
export type RoadmapChange = Schemas["RoadmapChangeOut"];

const snapshotsKey = ["roadmap", "snapshots"] as const;
const listedAtMost = 200; // the largest page that the server gives

export function useSnapshots() {
  return useQuery({
    queryKey: snapshotsKey,
    queryFn: () => unwrap(api.GET("/api/roadmap/snapshots", { params: { query: { limit: listedAtMost } } })),
  });
}

/** What differs between two snapshots, or between one and the roadmap of today. */
export function useDiff(before: string | undefined, after: string | undefined) {
  return useQuery({
    queryKey: ["records", "initiative", "diff", before, after],
    queryFn: () =>
      unwrap(api.GET("/api/roadmap/diff", { params: { query: { before: before ?? "", after } } })),
    enabled: before !== undefined,
  });
}

export function useTakeSnapshot() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) => unwrap(api.POST("/api/roadmap/snapshots", { body: { reason } })),
    onSuccess: () => client.invalidateQueries({ queryKey: snapshotsKey }),
  });
}

/** Says afterwards why something changed between these two. */
export function useSayWhy({ before, after }: Pick<Diff, "before" | "after">) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (said: Pick<Schemas["ReasonIn"], "initiative_id" | "kind" | "reason">) =>
      unwrap(
        api.POST("/api/roadmap/snapshots/{snapshot_id}/reasons", {
          params: { path: { snapshot_id: before.id } },
          body: { ...said, after: after?.id ?? null },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ["records", "initiative", "diff"] }),
  });
}
