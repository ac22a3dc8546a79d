import { useQueries } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useSearchParams } from "react-router";
import { records } from "@/api/records";
import { decision } from "../decision-kind";
import { registerViews, searchOf, viewOf } from "../register-views";
import classes from "./register-tabs.module.css";

/** How much waits under each view that says so. */
function useWaiting(): Record<string, number> {
  const waiting = registerViews.filter((view) => view.waits);
  const counts = useQueries({
    queries: waiting.map((view) => ({
      queryKey: ["records", "decision", "count", view.name],
      queryFn: () => records.list(decision, { ...view.conditions, limit: 1 }),
    })),
  });
  return Object.fromEntries(waiting.map((view, index) => [view.name, counts[index]?.data?.total ?? 0]));
}

/** The register's saved lists, each with an address of its own. */
export function RegisterTabs(): ReactNode {
  const [search] = useSearchParams();
  const current = viewOf(search);
  const waiting = useWaiting();
  return (
    <nav className={classes.views} aria-label="Saved lists">
      {registerViews.map((view) => {
        const count = waiting[view.name] ?? 0;
        return (
          <Link
            key={view.name}
            className={classes.view}
            aria-current={view.name === current ? "page" : undefined}
            to={{ search: searchOf(view, search) }}
            replace
          >
            {view.label}
            {count > 0 && <span className={`tn ${classes.count}`}>{count}</span>}
          </Link>
        );
      })}
    </nav>
  );
}
