import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { NotDoingItem } from "@/shared/decisions/not-doing-item";
import { Skeleton } from "@/shared/ui/states";
import classes from "./public.module.css";
import { PublicFrame } from "./public-frame";
import { RefusedLink } from "./refused-link";

const title = "What we are not doing, and why";

/** What a workspace tells everybody who holds a link. */
export default function NotDoingPage(): ReactNode {
  const { token = "" } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ["public", "not-doing", token],
    queryFn: () => unwrap(api.GET("/api/public/not-doing/{token}", { params: { path: { token } } })),
    retry: false,
  });
  if (error) return <RefusedLink title={title} error={error} onRetry={() => void refetch()} />;
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
