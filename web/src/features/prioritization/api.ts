import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { toastProblem } from "@/shared/ui/toasts";
import type { Sheet } from "./kinds";

const at = "/api/prioritization/scoring-rounds/{round_id}" as const;

export const sheetKey = (id: string) => ["records", "scoring_round", "sheet", id] as const;

export function useSheet(id: string) {
  return useQuery({
    queryKey: sheetKey(id),
    queryFn: () => unwrap(api.GET(`${at}/sheet`, { params: { path: { round_id: id } } })),
  });
}

/** Every act on a round answers with its new sheet. */
function useSheetAct<T>(id: string, act: (input: T) => Promise<Sheet>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (sheet) => {
      client.setQueryData(sheetKey(id), sheet);
      void client.invalidateQueries({ queryKey: ["records", "scoring_round", "list"] });
    },
    onError: toastProblem,
  });
}

interface Scored {
  candidate: number;
  values: Record<string, number | null>;
  reason?: string;
}

export function useSaveScores(id: string) {
  return useSheetAct(id, ({ candidate, values, reason }: Scored) =>
    unwrap(
      api.PUT(`${at}/candidates/{candidate_id}/scores`, {
        params: { path: { round_id: id, candidate_id: candidate } },
        body: { values, ...(reason === undefined ? {} : { reason }) },
      }),
    ),
  );
}

export function useAddCandidates(id: string) {
  return useSheetAct(id, (ids: string[]) =>
    unwrap(api.POST(`${at}/candidates`, { params: { path: { round_id: id } }, body: { ids } })),
  );
}

export function useRemoveCandidate(id: string) {
  return useSheetAct(id, (candidate: number) =>
    unwrap(
      api.DELETE(`${at}/candidates/{candidate_id}`, {
        params: { path: { round_id: id, candidate_id: candidate } },
      }),
    ),
  );
}

export function useAskRaters(id: string) {
  return useSheetAct(id, (body: { member_ids: string[]; columns: string[] }) =>
    unwrap(api.POST(`${at}/raters`, { params: { path: { round_id: id } }, body })),
  );
}

export function useDismissRater(id: string) {
  return useSheetAct(id, (rater: number) =>
    unwrap(api.DELETE(`${at}/raters/{rater_id}`, { params: { path: { round_id: id, rater_id: rater } } })),
  );
}

export function useReveal(id: string) {
  return useSheetAct(id, () => unwrap(api.POST(`${at}/reveal`, { params: { path: { round_id: id } } })));
}

export function useCloseRound(id: string) {
  return useSheetAct(id, () => unwrap(api.POST(`${at}/close`, { params: { path: { round_id: id } } })));
}
