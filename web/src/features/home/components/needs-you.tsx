import type { ReactNode } from "react";
import { useWorkspace } from "@/shared/people/workspace-context";
import { ButtonLink, IconButton } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { SectionHead } from "@/shared/ui/page-head";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import classes from "../home.module.css";
import type { Need } from "../needs";
import type { InboxItemOut } from "../queries";

interface Props {
  needs: readonly Need[];
  isPending: boolean;
  error: unknown;
  onDone: (item: InboxItemOut) => void;
}

/** What waits for this person, most pressing first; the first verb is the page's one primary button. */
export function NeedsYou({ needs, isPending, error, onDone }: Props): ReactNode {
  const { slug } = useWorkspace();
  return (
    <section>
      <SectionHead title="Needs you" count={needs.length || undefined}>
        Most pressing first
      </SectionHead>
      {error !== null && <ProblemLine error={error} />}
      {isPending && <Skeleton rows={3} height={58} />}
      {!isPending && !error && needs.length === 0 && (
        <p className={classes.none}>
          Nothing waits for you. Mentions, records that become yours, key results that want a check-in and
          tests that ended stand here.
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
            <div className={classes.verbs}>
              {need.item && (
                <IconButton
                  icon="check"
                  label={`Done: ${need.what}`}
                  onClick={() => need.item && onDone(need.item)}
                />
              )}
              <ButtonLink look={index === 0 ? "primary" : "default"} to={`/w/${slug}/${need.to}`}>
                {need.verb}
              </ButtonLink>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
