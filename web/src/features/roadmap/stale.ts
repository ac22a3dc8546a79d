import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

/** By how many days the next look at an initiative is overdue. */
export function useStaleDays(id: string): number {
  const { data } = useQuery({
    queryKey: ["records", "initiative", "stale"],
    queryFn: () => unwrap(api.GET("/api/roadmap/stale")),
    staleTime: 60_000,
    select: (stale) => stale.find(({ initiative }) => initiative.id === id)?.stale_days ?? 0,
  });
  return data ?? 0;
}
