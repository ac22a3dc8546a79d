import { type QueryKey, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Asker = Schemas["AskerOut"];
export type Told = Schemas["ToldOut"];
export type Letter = Schemas["LetterOut"];
export type Ratio = Schemas["RatioOut"];

const at = "/api/prioritization/decisions/{decision_id}" as const;

/** The longest page the server gives; whoever stands beyond it is counted. */
const longest = 200;

/** Under the kind's own key, so that whatever refreshes decisions refreshes these. */
function keyOf(...parts: string[]): QueryKey {
  return ["records", "decision", ...parts];
}

/** Under the record's links: whoever is linked as having asked is among them. */
function askersKey(id: string): QueryKey {
  return ["node", id, "askers"];
}

function path(id: string) {
  return { path: { decision_id: id } };
}

export function useRatio() {
  return useQuery({
    queryKey: keyOf("ratio"),
    queryFn: () => unwrap(api.GET("/api/prioritization/decisions/ratio")),
  });
}

/** The decision that is in force now, for one that a later one superseded. */
export function useLater({ subject, superseded_at }: Schemas["DecisionOut"]) {
  return useQuery({
    queryKey: keyOf("in-force", subject.id),
    queryFn: () =>
      unwrap(
        api.GET("/api/prioritization/decisions", {
          params: { query: { subject_id: subject.id, in_force: true, limit: 1 } },
        }),
      ),
    select: (page) => page.items[0],
    enabled: superseded_at !== null,
  });
}

export function useAskers(id: string) {
  return useQuery({
    queryKey: askersKey(id),
    queryFn: () => unwrap(api.GET(`${at}/askers`, { params: { ...path(id), query: { limit: longest } } })),
  });
}

export function useTold(id: string) {
  return useQuery({
    queryKey: keyOf("told", id),
    queryFn: () => unwrap(api.GET(`${at}/told`, { params: { ...path(id), query: { limit: longest } } })),
  });
}

/** The draft is made anew each time the dialog opens: the record may have moved. */
export function useLetter(id: string, requestId?: string) {
  return useQuery({
    queryKey: keyOf("letter", id, requestId ?? ""),
    queryFn: () =>
      unwrap(api.GET(`${at}/letter`, { params: { ...path(id), query: { request_id: requestId } } })),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

/** An act on a decision; every list and page of decisions is read again after it. */
function useAct<T, R>(act: (input: T) => Promise<R>, ...more: QueryKey[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () =>
      Promise.all([keyOf(), ...more].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

export function useSendLetter(id: string) {
  return useAct(
    (body: Schemas["LetterIn"]) => unwrap(api.POST(`${at}/letter`, { params: path(id), body })),
    askersKey(id),
  );
}

export function useNoteTold(id: string) {
  return useAct(
    (body: Schemas["ToldIn"]) => unwrap(api.POST(`${at}/told`, { params: path(id), body })),
    askersKey(id),
  );
}

export function useDismiss(id: string) {
  return useAct(({ contradiction, words }: { contradiction: number; words: string }) =>
    unwrap(
      api.POST(`${at}/contradictions/{contradiction_id}/dismiss`, {
        params: { path: { decision_id: id, contradiction_id: contradiction } },
        body: { dismissed_words: words },
      }),
    ),
  );
}

export const statements = {
  write: (id: string, body: Schemas["StatementIn"]) =>
    unwrap(api.PUT(`${at}/statement`, { params: path(id), body })),
  publish: (id: string, version: number) =>
    unwrap(api.POST(`${at}/publish`, { params: path(id), body: { version } })),
  unpublish: (id: string, version: number) =>
    unwrap(api.POST(`${at}/unpublish`, { params: path(id), body: { version } })),
};
