import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, send, unwrap } from "@/api/client";
import type { components } from "@/api/schema";
import type { RecordOut } from "@/api/types";

type Schemas = components["schemas"];
export type TurnOut = Schemas["TurnOut"];
export type HighlightIn = Omit<
  Schemas["HighlightIn"],
  "title" | "body" | "links" | "quote" | "tag_ids" | "mark"
> &
  Partial<Schemas["HighlightIn"]>;

/** Keys begin with the document's node, so that whatever refreshes the record refreshes its marks. */
export const turnsKey = (id: string) => ["node", id, "turns"] as const;
export const marksKey = (id: string) => ["node", id, "highlights"] as const;

export function useTurns(id: string) {
  return useQuery({
    queryKey: turnsKey(id),
    queryFn: () =>
      unwrap(
        api.GET("/api/discovery/documents/{document_id}/turns", { params: { path: { document_id: id } } }),
      ),
    staleTime: 60_000,
  });
}

export function useMarks(id: string) {
  return useQuery({
    queryKey: marksKey(id),
    queryFn: () =>
      unwrap(
        api.GET("/api/discovery/documents/{document_id}/highlights", {
          params: { path: { document_id: id } },
        }),
      ),
  });
}

export function useEvidence(id: string) {
  return useQuery({
    queryKey: ["node", id, "evidence"],
    queryFn: () =>
      unwrap(api.GET("/api/discovery/evidence/{node_id}", { params: { path: { node_id: id } } })),
  });
}

export function useCoverage(since: string | undefined) {
  return useQuery({
    queryKey: ["records", "session", "coverage", since],
    queryFn: () => unwrap(api.GET("/api/discovery/coverage", { params: { query: { since } } })),
    placeholderData: (before) => before,
  });
}

export const discovery = {
  mark: (body: HighlightIn) => send<Schemas["HighlightOut"]>("POST", "/api/discovery/highlights", { body }),
  insight: (body: { title: string; body: string; evidence_ids: string[] }) =>
    send<Schemas["InsightOut"]>("POST", "/api/discovery/insights", { body }),
  cite: (insightId: string, evidence_ids: string[]) =>
    send<Schemas["InsightOut"]>("POST", `/api/discovery/insights/${insightId}/cite`, {
      body: { evidence_ids },
    }),
  setTags: (nodeId: string, tag_ids: string[]) =>
    send<void>("PUT", `/api/discovery/nodes/${nodeId}/tags`, { body: { tag_ids } }),
  setAttendance: (sessionId: string, member_ids: string[]) =>
    send<Schemas["SessionOut"]>("PUT", `/api/discovery/sessions/${sessionId}/attendance`, {
      body: { member_ids },
    }),
  beginTest: (id: string) =>
    send<Schemas["HypothesisOut"]>("POST", `/api/discovery/hypotheses/${id}/begin-test`),
  upload: (file: File, fields: { title?: string; session_id?: string }) => {
    const body = new FormData();
    body.append("file", file);
    for (const [name, value] of Object.entries(fields)) if (value) body.append(name, value);
    return send<Schemas["DocumentOut"]>("POST", "/api/discovery/transcripts", { body });
  },
};

/** Everything that may have changed after evidence was written. */
export function useRefresh(): (record?: Pick<RecordOut, "id">) => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ["node"] }),
      client.invalidateQueries({ queryKey: ["records"] }),
    ]);
  };
}
