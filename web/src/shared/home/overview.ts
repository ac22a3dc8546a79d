import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

/** What waits and what changed; Home shows it, and the navigation its count. */
export const overviewQuery = queryOptions({
  queryKey: ["home", "overview"],
  queryFn: () => unwrap(api.GET("/api/home/overview")),
  staleTime: 60_000,
});
