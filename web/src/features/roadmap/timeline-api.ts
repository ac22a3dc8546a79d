import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { asProblem } from "@/api/problem";
import type { components } from "@/api/schema";
import type { RecordOut } from "@/api/types";
import { conflicts } from "@/shared/records/conflicts";
import { toastProblem } from "@/shared/ui/toasts";
import { asLists, type BoardFilter, refreshInitiatives } from "./api";
import { initiative } from "./kinds";

type Schemas = components["schemas"];
export type Timeline = Schemas["TimelineOut"];
export type Item = Schemas["ItemOut"];
export type Dependency = Schemas["InitiativeDependencyOut"];
export type Lane = Schemas["SwimlaneOut"];
export type LaneBy = Schemas["LaneBy"];
export type MovePreview = Schemas["MovePreviewOut"];
export type Dates = Pick<Item, "starts_on" | "target_on">;

const timelines = ["records", "initiative", "timeline"] as const;
export function useTimeline(filter: BoardFilter) {
  return useQuery({
    queryKey: [...timelines, filter],
    queryFn: () => unwrap(api.GET("/api/roadmap/timeline", { params: { query: asLists(filter) } })),
    placeholderData: (before) => before,
  });
}

export function useLanes(filter: BoardFilter, by: LaneBy | null) {
  return useQuery({
    queryKey: ["records", "initiative", "lanes", by, filter],
    queryFn: () =>
      unwrap(
        api.GET("/api/roadmap/swimlanes", {
          params: { query: { ...asLists(filter), by: by ?? "objective" } },
        }),
      ),
    enabled: by !== null,
  });
}

const at = "/api/roadmap/initiatives/{initiative_id}/dates" as const;

/** What would move along, and what it would cost. */
export function usePreview(id: string, dates: Dates) {
  return useQuery({
    queryKey: ["records", "initiative", "preview", id, dates],
    queryFn: () => unwrap(api.GET(at, { params: { path: { initiative_id: id }, query: dates } })),
    placeholderData: (before) => before,
    gcTime: 0,
    retry: false,
  });
}

export type Move = Omit<Schemas["DatesIn"], "version">;

function setDates(id: string, version: number, move: Move) {
  return unwrap(api.PATCH(at, { params: { path: { initiative_id: id } }, body: { ...move, version } }));
}

/** Dates that met a newer version are held against what stands there now; they go with the same reason. */
function raiseClash(current: Schemas["InitiativeOut"], move: Move, refresh: () => void): void {
  const { starts_on, target_on } = move;
  const record: RecordOut = current;
  conflicts.raise({
    kind: initiative,
    mine: { starts_on, target_on },
    base: record,
    current: record,
    save: async (latest, changes) => {
      const dates = { starts_on: current.starts_on, target_on: current.target_on, ...changes };
      const saved = await setDates(latest.id, latest.version, { ...move, ...dates }).catch(toastProblem);
      refresh();
      return saved?.initiative ?? null;
    },
  });
}

/** Gives an initiative its dates. `null` when somebody else was quicker; then both versions are shown. */
export function useSetDates(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ version, ...move }: Schemas["DatesIn"]) => {
      try {
        return await setDates(id, version, move);
      } catch (error) {
        const problem = asProblem(error);
        if (problem.status !== 409 || !problem.extra.current) throw problem;
        raiseClash(problem.extra.current as Schemas["InitiativeOut"], move, () => refreshInitiatives(client));
        return null;
      }
    },
    onSuccess: (done) => {
      if (done) client.setQueriesData<Timeline>({ queryKey: timelines }, (held) => held && place(held, done));
      refreshInitiatives(client);
    },
  });
}

/** The timeline with the new dates of everything that moved. */
export function place(timeline: Timeline, done: Pick<Schemas["DatesOut"], "initiative" | "moved">): Timeline {
  const after = new Map(done.moved.map(({ node, after: dates }) => [node.id, dates]));
  const { id, version, starts_on, target_on } = done.initiative;
  return {
    ...timeline,
    items: timeline.items.map((item) => {
      if (item.id === id) return { ...item, version, starts_on, target_on };
      return { ...item, ...after.get(item.id) };
    }),
  };
}
