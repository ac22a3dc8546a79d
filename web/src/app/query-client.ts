import { QueryCache, QueryClient } from "@tanstack/react-query";
import { asProblem } from "@/api/problem";

export function createClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      // A session that ended while the page was open shows at the next read; who I am is asked again and leads to sign-in.
      onError: (error, query) => {
        if (asProblem(error).isSignedOut && query.queryKey[0] !== "me")
          void client.invalidateQueries({ queryKey: ["me"] });
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (count, error) => {
          const { status } = asProblem(error);
          return count < 2 && (status === 0 || status >= 500);
        },
      },
    },
  });
  return client;
}
