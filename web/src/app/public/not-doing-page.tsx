import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { asProblem } from "@/api/problem";
import { NotDoingItem } from "@/shared/decisions/not-doing-item";
import { ProblemState, Skeleton } from "@/shared/ui/states";
import { NoSuchLink } from "./no-such-link";
import classes from "./public.module.css";
import { PublicFrame } from "./public-frame";

const title = "What we are not doing, and why";

function Refused({ error, onRetry }: { error: unknown; onRetry: () => void }): ReactNode {
  const { status } = asProblem(error);
  if (status === 404) return <NoSuchLink />;
  if (status === 429)
    return (
      <PublicFrame
        title="Too many tries"
        says="Several links from here did not work. Wait a few minutes, then open yours again."
      />
    );
  return (
    <PublicFrame title={title}>
      <ProblemState error={error} onRetry={onRetry} />
    </PublicFrame>
  );
}

/** What a workspace tells everybody who holds a link. */
export default function NotDoingPage(): ReactNode {
  const { token = "" } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ["public", "not-doing", token],
    queryFn: () => unwrap(api.GET("/api/public/not-doing/{token}", { params: { path: { token } } })),
    retry: false,
  });
  if (error) return <Refused error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <PublicFrame title={title}>
        <Skeleton rows={4} height={96} />
      </PublicFrame>
    );
  return (
    <PublicFrame
      workspace={data.workspace}
      title={title}
      says="Saying no keeps room for what we do. Each line says why, and when we look again."
    >
      {data.items.length === 0 ? (
        <p className={classes.none}>Nothing stands here at the moment.</p>
      ) : (
        <ul className={classes.items}>
          {data.items.map((item) => (
            <li key={`${item.month} ${item.title} ${item.words}`}>
              <NotDoingItem heading="h2" item={item} />
            </li>
          ))}
        </ul>
      )}
    </PublicFrame>
  );
}
