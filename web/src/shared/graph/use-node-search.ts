import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { graph } from "@/api/graph";
import type { SearchHit } from "@/api/types";

/** Records that match what is being typed, a moment after the typing rests. */
export function useNodeSearch(
  typed: string,
  kind?: string,
): { hits: readonly SearchHit[]; searching: boolean } {
  const [wanted] = useDebouncedValue(typed.trim(), 160);
  const { data, isFetching } = useQuery({
    queryKey: ["search", wanted, kind ?? ""],
    queryFn: ({ signal }) => graph.search(wanted, kind, signal),
    enabled: wanted.length > 0,
    placeholderData: (before) => before,
    staleTime: 15_000,
  });
  return { hits: wanted ? (data ?? []) : [], searching: isFetching };
}
