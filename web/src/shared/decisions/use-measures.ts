import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

/** What can be read of a record, with its values now; with a qualifier, also what needs one. */
export function useMeasures(nodeId: string | undefined, qualifierId?: string) {
  return useQuery({
    queryKey: ["measures", nodeId, qualifierId ?? ""],
    queryFn: () =>
      unwrap(
        api.GET("/api/prioritization/measures", {
          params: { query: { node_id: nodeId ?? "", qualifier_id: qualifierId } },
        }),
      ),
    enabled: nodeId !== undefined,
    placeholderData: (before, query) => (query?.queryKey[1] === nodeId ? before : undefined),
  });
}
