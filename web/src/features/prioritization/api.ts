import {
  keepPreviousData,
  type QueryClient,
  type QueryKey,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { components, operations } from "@/api/schema";
import { toastProblem } from "@/shared/ui/toasts";
import type { Detail, Head } from "./kinds";

type Schemas = components["schemas"];
export type RowQuery = NonNullable<operations["list_round_rows"]["parameters"]["query"]>;
export type Why = Schemas["WhyBeforeOut"];
export type Duel = Schemas["DuelOut"];
export type Price = Schemas["OverridePriceOut"];
export type Readable = Schemas["ReadableOut"];

const at = "/api/prioritization/scoring-rounds/{round_id}" as const;
const one = `${at}/candidates/{candidate_id}` as const;
const cell = `${one}/cells/{column}` as const;

/** Rows are fetched by pages of this size, wherever in the list somebody looks. */
export const PAGE = 100;

/** Under the kind's own key, so that whatever refreshes rounds refreshes these. */
export function roundKey(id: string, ...parts: readonly unknown[]): QueryKey {
  return ["records", "scoring_round", "round", id, ...parts];
}

export function useHead(id: string) {
  return useQuery({
    queryKey: roundKey(id, "head"),
    queryFn: () => unwrap(api.GET(`${at}/head`, { params: { path: { round_id: id } } })),
  });
}

/** The numbers that records carry themselves: what a column can be filled with instead of being rated. */
export function useReadable() {
  return useQuery({
    queryKey: ["records", "scoring_model", "column-measures"],
    queryFn: () => unwrap(api.GET("/api/prioritization/column-measures")),
  });
}

export function rowsQuery(id: string, query: RowQuery, page: number) {
  const asked = { ...query, limit: PAGE, offset: page * PAGE };
  return {
    queryKey: roundKey(id, "rows", asked),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      unwrap(api.GET(`${at}/rows`, { params: { path: { round_id: id }, query: asked }, signal })),
  };
}

/** One page of rows; while the conditions change, what was shown stays. */
export function useRows(id: string, query: RowQuery, { page = 0, enabled = true } = {}) {
  return useQuery({ ...rowsQuery(id, query, page), enabled, placeholderData: keepPreviousData });
}

/** Pages of a list that are wanted now: kept up to date, and asked for where they are not there. */
export function useRowPages(id: string, query: RowQuery, pages: readonly number[]) {
  return useQueries({
    queries: pages.map((page) => rowsQuery(id, query, page)),
    combine: (answers) => ({
      total: answers.find(({ data }) => data)?.data?.total,
      error: answers.find(({ error }) => error)?.error ?? null,
      refetch: () => {
        for (const answer of answers) void answer.refetch();
      },
    }),
  });
}

export function useDetail(id: string, candidate: number | null) {
  return useQuery({
    queryKey: roundKey(id, "detail", candidate),
    queryFn: () => unwrap(api.GET(one, { params: { path: { round_id: id, candidate_id: candidate ?? 0 } } })),
    enabled: candidate !== null,
    placeholderData: keepPreviousData,
  });
}

export function useWhy(id: string, first: number | null, second: number | null) {
  return useQuery({
    queryKey: roundKey(id, "why", first, second),
    queryFn: () =>
      unwrap(
        api.GET(`${at}/why`, {
          params: { path: { round_id: id }, query: { first: first ?? 0, second: second ?? 0 } },
        }),
      ),
    enabled: first !== null && second !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function useDuel(id: string, formula: string) {
  return useQuery({
    queryKey: roundKey(id, "duel", formula),
    queryFn: () => unwrap(api.GET(`${at}/duel`, { params: { path: { round_id: id }, query: { formula } } })),
    enabled: formula !== "",
    retry: false,
  });
}

export function usePrice(id: string, candidate: number, place: number | null) {
  return useQuery({
    queryKey: roundKey(id, "price", candidate, place),
    queryFn: () =>
      unwrap(
        api.GET(`${one}/override-price`, {
          params: { path: { round_id: id, candidate_id: candidate }, query: { place: place ?? 1 } },
        }),
      ),
    enabled: place !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** Everything shown of the round is read again, but for the head where the answer was one. */
function refresh(client: QueryClient, id: string, { head = true } = {}): void {
  void client.invalidateQueries({
    queryKey: roundKey(id),
    predicate: ({ queryKey }) => head || queryKey[4] !== "head",
  });
}

/** An act that answers with the round's new head. */
function useHeadAct<T>(id: string, act: (input: T) => Promise<Head>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (head) => {
      client.setQueryData(roundKey(id, "head"), head);
      refresh(client, id, { head: false });
      void client.invalidateQueries({ queryKey: ["records", "scoring_round", "list"] });
    },
    onError: toastProblem,
  });
}

/** An act on one candidate, which answers with its new detail. */
function useDetailAct<T>(id: string, act: (input: T) => Promise<Detail>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (detail) => {
      client.setQueryData(roundKey(id, "detail", detail.row.candidate_id), detail);
      refresh(client, id);
    },
  });
}

export interface Given {
  candidate: number;
  values: Record<string, number | null>;
  versions: Record<string, number>;
  reason?: string;
}

export function saveScores(id: string, { candidate, values, versions, reason }: Given): Promise<Detail> {
  return unwrap(
    api.PUT(`${one}/scores`, {
      params: { path: { round_id: id, candidate_id: candidate } },
      body: { values, versions, ...(reason === undefined ? {} : { reason }) },
    }),
  );
}

export function useAgree(id: string, candidate: number) {
  return useDetailAct(id, ({ column, ...body }: { column: string; value: number | null; version: number }) =>
    unwrap(api.PUT(cell, { params: { path: { round_id: id, candidate_id: candidate, column } }, body })),
  );
}

/** What can be done with one column of one candidate after its reveal. */
export function useCellAct(id: string, candidate: number, act: "ask" | "reopen" | "reveal") {
  return useDetailAct(id, (column: string) =>
    unwrap(
      api.POST(`${cell}/${act}`, { params: { path: { round_id: id, candidate_id: candidate, column } } }),
    ),
  );
}

export function useAddNote(id: string, candidate: number) {
  return useDetailAct(id, (body: { words: string; column: string }) =>
    unwrap(api.POST(`${one}/notes`, { params: { path: { round_id: id, candidate_id: candidate } }, body })),
  );
}

export function useRemoveNote(id: string, candidate: number) {
  return useDetailAct(id, (note: number) =>
    unwrap(
      api.DELETE(`${one}/notes/{note_id}`, {
        params: { path: { round_id: id, candidate_id: candidate, note_id: note } },
      }),
    ),
  );
}

export function usePlaceByHand(id: string, candidate: number) {
  return useDetailAct(id, (body: { place: number; reason: string }) =>
    unwrap(api.PUT(`${one}/override`, { params: { path: { round_id: id, candidate_id: candidate } }, body })),
  );
}

export function useRemoveOverride(id: string) {
  return useDetailAct(id, (candidate: number) =>
    unwrap(api.DELETE(`${one}/override`, { params: { path: { round_id: id, candidate_id: candidate } } })),
  );
}

export function useAddCandidates(id: string) {
  return useHeadAct(id, (ids: string[]) =>
    unwrap(api.POST(`${at}/candidates`, { params: { path: { round_id: id } }, body: { ids } })),
  );
}

export function useRemoveCandidate(id: string) {
  return useHeadAct(id, (candidate: number) =>
    unwrap(api.DELETE(one, { params: { path: { round_id: id, candidate_id: candidate } } })),
  );
}

interface Asking {
  asked: readonly { member_ids: string[]; columns: string[] }[];
  dismissed: readonly number[];
}

/** Who rates what, brought to what was chosen: first those who need not, then those who shall. */
export function useSetRaters(id: string) {
  return useHeadAct(id, async ({ asked, dismissed }: Asking) => {
    let head: Head | null = null;
    for (const rater of dismissed)
      head = await unwrap(
        api.DELETE(`${at}/raters/{rater_id}`, { params: { path: { round_id: id, rater_id: rater } } }),
      );
    for (const body of asked)
      head = await unwrap(api.POST(`${at}/raters`, { params: { path: { round_id: id } }, body }));
    return head ?? unwrap(api.GET(`${at}/head`, { params: { path: { round_id: id } } }));
  });
}

export function useMoveRound(id: string, to: "reveal" | "close") {
  return useHeadAct(id, () => unwrap(api.POST(`${at}/${to}`, { params: { path: { round_id: id } } })));
}

export interface Timer {
  column: string;
  minutes: number | null;
  reveals_at_end: boolean;
}

export function useTurn(id: string, act: "open" | "reopen") {
  return useHeadAct(id, ({ column, ...body }: Timer) =>
    unwrap(api.POST(`${at}/columns/{column}/${act}`, { params: { path: { round_id: id, column } }, body })),
  );
}

export function useRevealColumn(id: string) {
  return useHeadAct(id, (column: string) =>
    unwrap(api.POST(`${at}/columns/{column}/reveal`, { params: { path: { round_id: id, column } } })),
  );
}
