import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { asProblem } from "@/api/problem";
import type { components } from "@/api/schema";
import { toastProblem } from "@/shared/ui/toasts";
import type { DependencySort } from "./dependencies";
import type { Debt, Slice } from "./words";

type Schemas = components["schemas"];
export type Plan = Schemas["SlicePlanOut"];
export type PlannedSlice = Schemas["PlannedSliceOut"];
export type Flags = Schemas["NodeRiskFlagsOut"];
export type Round = Schemas["ScoringRoundOut"];
export type Reading = Schemas["DebtReadingOut"];
export type EffortReport = Schemas["EffortReportOut"];
export type Correction = Schemas["EffortCorrectionOut"];
export type Estimate = Schemas["EstimateOut"];
export type Lexicon = Schemas["LexiconOut"];
export type RiskTerm = Schemas["RiskTermOut"];
export type TermUse = Schemas["RiskTermUseOut"];

/** The longest page that the server gives. */
const longest = 200;

/** What is computed from records is read again whenever it is looked at: they are edited on many pages. */
const fresh = { staleTime: 0 } as const;

/** After a change here, whatever shows such records or what is computed from them is read again. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ["records"] }),
      client.invalidateQueries({ queryKey: ["node"] }),
    ]);
  };
}

export function useRegister() {
  return useQuery({
    ...fresh,
    queryKey: ["records", "constraint", "register"],
    queryFn: () => unwrap(api.GET("/api/engineering/register")),
  });
}

export function useLimits() {
  return useQuery({
    ...fresh,
    queryKey: ["records", "constraint", "limits"],
    queryFn: () => unwrap(api.GET("/api/engineering/constraints", { params: { query: { limit: longest } } })),
  });
}

export function useComponentMap() {
  return useQuery({
    ...fresh,
    queryKey: ["records", "component", "map"],
    queryFn: () => unwrap(api.GET("/api/engineering/map")),
  });
}

export function useLatestAdrs(limit: number) {
  return useQuery({
    ...fresh,
    queryKey: ["records", "adr", "latest", limit],
    queryFn: () =>
      unwrap(api.GET("/api/engineering/adrs", { params: { query: { sort: "-decided_on", limit } } })),
  });
}

export function useReadings(debt: Pick<Debt, "id" | "version">) {
  return useQuery({
    queryKey: ["node", debt.id, "readings", debt.version],
    queryFn: () =>
      unwrap(
        api.GET("/api/engineering/debts/{debt_id}/readings", { params: { path: { debt_id: debt.id } } }),
      ),
  });
}

/** The rounds that still take candidates. */
export function useOpenRounds() {
  return useQuery({
    ...fresh,
    queryKey: ["records", "scoring_round", "open"],
    queryFn: () =>
      unwrap(api.GET("/api/prioritization/scoring-rounds", { params: { query: { limit: longest } } })),
    select: (page) => page.items.filter((round) => round.state !== "closed"),
  });
}

const planKey = (initiativeId: string) => ["records", "slice", "plan", initiativeId] as const;

export function usePlan(initiativeId: string) {
  return useQuery({
    ...fresh,
    queryKey: planKey(initiativeId),
    queryFn: () =>
      unwrap(
        api.GET("/api/engineering/initiatives/{initiative_id}/plan", {
          params: { path: { initiative_id: initiativeId } },
        }),
      ),
  });
}

export const engineering = {
  putUp: (debtId: string, roundId: string) =>
    unwrap(
      api.POST("/api/engineering/debts/{debt_id}/candidacy", {
        params: { path: { debt_id: debtId } },
        body: { round_id: roundId },
      }),
    ),
  read: (debtId: string, body: Schemas["DebtReadingIn"]) =>
    unwrap(
      api.POST("/api/engineering/debts/{debt_id}/readings", { params: { path: { debt_id: debtId } }, body }),
    ),
  depend: (source: string, sort: DependencySort, target: string) =>
    unwrap(
      api.POST("/api/engineering/component-dependencies", {
        body: { source_id: source, sort, target_id: target },
      }),
    ),
  independ: (dependencyId: string) =>
    unwrap(
      api.DELETE("/api/engineering/component-dependencies/{dependency_id}", {
        params: { path: { dependency_id: dependencyId } },
      }),
    ),
};

/** Saves another order of an initiative's slices; refused when somebody changed one of them meanwhile. */
export function useOrderSlices(initiativeId: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (slices: readonly Pick<Slice, "id" | "version">[]) =>
      unwrap(
        api.PUT("/api/engineering/initiatives/{initiative_id}/order", {
          params: { path: { initiative_id: initiativeId } },
          body: { slices: slices.map(({ id, version }) => ({ id, version })) },
        }),
      ),
    onError: toastProblem,
    onSettled: refresh,
  });
}

const flagsKey = (nodeId: string) => ["node", nodeId, "risk-flags"] as const;

/** Read again with each version of the record: its words raise them. */
export function useRiskFlags(nodeId: string, version: number) {
  return useQuery({
    ...fresh,
    queryKey: [...flagsKey(nodeId), version],
    placeholderData: (before) => before,
    queryFn: async () => {
      const [found] = await unwrap(
        api.GET("/api/engineering/risk-flags", { params: { query: { ids: [nodeId] } } }),
      );
      return found ?? null;
    },
  });
}

const flagPath = "/api/engineering/risk-flags/{node_id}" as const;

export const riskFlags = {
  dismiss: (nodeId: string, key: string, reason: string) =>
    unwrap(api.POST(`${flagPath}/dismiss`, { params: { path: { node_id: nodeId } }, body: { key, reason } })),
  raise: (nodeId: string, key: string) =>
    unwrap(api.POST(`${flagPath}/undismiss`, { params: { path: { node_id: nodeId } }, body: { key } })),
};

/** What estimates of each team and size are worth; without a unit, in the most usual one. */
export function useEffortReport(unit: string) {
  return useQuery({
    queryKey: ["records", "estimate", "report", unit],
    queryFn: () => unwrap(api.GET("/api/engineering/effort", { params: { query: { unit } } })),
  });
}

/** The latest finished work of a team, as much of it as a picture holds. */
export function useEstimates(unit: string, team: string) {
  return useQuery({
    queryKey: ["records", "estimate", "work", unit, team],
    placeholderData: (before) => before,
    queryFn: () =>
      unwrap(api.GET("/api/engineering/estimates", { params: { query: { unit, team, limit: longest } } })),
  });
}

/** What an estimate in weeks comes to by the history of a team; null while there is too little of it. */
export function useEffortRange(estimate: number | null, teamId: string | null) {
  return useQuery({
    enabled: estimate !== null && estimate > 0,
    queryKey: ["records", "estimate", "range", estimate, teamId],
    queryFn: async () => {
      try {
        const query = { estimate: estimate ?? 0, team_id: teamId, unit: "weeks" };
        return await unwrap(api.GET("/api/engineering/effort/range", { params: { query } }));
      } catch (error) {
        if (asProblem(error).code === "engineering.history_too_short") return null;
        throw error;
      }
    },
  });
}

const lexiconKey = ["lexicon"] as const;

export function useLexicon() {
  return useQuery({
    ...fresh,
    queryKey: lexiconKey,
    queryFn: () => unwrap(api.GET("/api/engineering/lexicon")),
  });
}

/** Which initiatives have these words, whether they are on or not. */
export function useTermUses(terms: readonly RiskTerm[] | undefined) {
  return useQuery({
    enabled: terms !== undefined,
    queryKey: ["records", "initiative", "words", terms?.map(({ term, also }) => [term, ...also])],
    placeholderData: (before) => before,
    queryFn: () =>
      unwrap(api.POST("/api/engineering/lexicon/preview", { body: { terms: [...(terms ?? [])] } })),
  });
}

/** Saves the words that raise flags, all of them at once. */
export function useReviseLexicon(): (version: number, terms: readonly RiskTerm[]) => Promise<Lexicon> {
  const client = useQueryClient();
  return async (version, terms) => {
    try {
      const saved = await unwrap(
        api.PUT("/api/engineering/lexicon", { body: { version, terms: [...terms] } }),
      );
      client.setQueryData(lexiconKey, saved);
      return saved;
    } finally {
      void client.invalidateQueries({ queryKey: lexiconKey });
      void client.invalidateQueries({ queryKey: ["node"] });
    }
  };
}
