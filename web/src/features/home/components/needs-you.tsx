import type { ReactNode } from "react";
import { useWorkspace } from "@/shared/people/workspace-context";
import { ButtonLink } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { SectionHead } from "@/shared/ui/page-head";
import { Skeleton } from "@/shared/ui/states";
import classes from "../home.module.css";
import type { Need } from "../needs";

/** What waits for this person, most pressing first; the first verb is the page's one primary button. */
export function NeedsYou({ needs, isPending }: { needs: readonly Need[]; isPending: boolean }): ReactNode {
  const { slug } = useWorkspace();
  return (
    <section>
      <SectionHead title="Needs you" count={needs.length || undefined}>
        Most pressing first
      </SectionHead>
      {isPending && <Skeleton rows={3} height={58} />}
      {!isPending && needs.length === 0 && (
        <p className={classes.none}>
          Nothing waits for you. Key results of yours that want a check-in, tests that ended, and concerns
          that became yours stand here.
        </p>
      )}
      <ul>
        {needs.map((need, index) => (
          <li key={need.id} className={classes.need}>
            <Icon name={need.icon} />
            <div>
              <div className="strong">{need.what}</div>
              <p className={classes.why}>{need.why}</p>
            </div>
            <ButtonLink look={index === 0 ? "primary" : "default"} to={`/w/${slug}/${need.to}`}>
              {need.verb}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
