import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";

type Row = components["schemas"]["RoundRowOut"];
export type Rival = Pick<Row, "node"> & { decision: NonNullable<Row["decision"]> };

/** Candidates of the round that the yes to this initiative cites, to which no or not now was said. */
export async function findRivals(initiativeId: string): Promise<Rival[]> {
  const decisions = await unwrap(
    api.GET("/api/prioritization/decisions", {
      params: { query: { subject_id: initiativeId, in_force: true, limit: 1 } },
    }),
  );
  const roundId = decisions.items[0]?.scoring_round?.id;
  if (!roundId) return [];
  const { items } = await unwrap(
    api.GET("/api/prioritization/scoring-rounds/{round_id}/rows", {
      params: { path: { round_id: roundId }, query: { decided: "declined", limit: 100 } },
    }),
  );
  return items.flatMap(({ node, decision }) =>
    node.id !== initiativeId && decision ? [{ node, decision }] : [],
  );
}
