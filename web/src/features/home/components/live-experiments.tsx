import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { formatDate, todayIn } from "@/shared/format/dates";
import { useTimeZone, useWorkspace } from "@/shared/people/workspace-context";
import { SectionHead } from "@/shared/ui/page-head";
import { StateLabel } from "@/shared/ui/state-glyph";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import classes from "../home.module.css";
import type { ExperimentOut } from "../queries";

const day = 86_400_000;

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / day);
}

/** "Day 12 of 28", or what stands in its place. */
export function progressOf(experiment: Pick<ExperimentOut, "starts_on" | "ends_on">, today: string): string {
  const { starts_on, ends_on } = experiment;
  if (!starts_on) return "Running";
  const gone = daysBetween(starts_on, today) + 1;
  if (!ends_on) return `Day ${gone}`;
  if (today > ends_on) return `Over since ${formatDate(ends_on)}`;
  return `Day ${gone} of ${daysBetween(starts_on, ends_on) + 1}`;
}

export function LiveExperiments({
  experiments,
}: {
  experiments: UseQueryResult<{ items: ExperimentOut[] }>;
}): ReactNode {
  const { slug } = useWorkspace();
  const today = todayIn(useTimeZone());
  const running = experiments.data?.items ?? [];
  return (
    <section>
      <SectionHead title="Live experiments" count={running.length || undefined} />
      {experiments.isError && (
        <ProblemLine error={experiments.error} onRetry={() => void experiments.refetch()} />
      )}
      {experiments.isPending && <Skeleton rows={2} />}
      {experiments.isSuccess && running.length === 0 && (
        <p className={classes.none}>Nothing is being tested.</p>
      )}
      <ul>
        {running.map((experiment) => (
          <li key={experiment.id} className={classes.live}>
            <span className="mono three">{experiment.key}</span>
            <Link
              className={`${classes.name} grow clip`}
              to={`/w/${slug}/experiments/experiments/${experiment.id}`}
            >
              {experiment.title}
            </Link>
            <StateLabel state="incomplete">{progressOf(experiment, today)}</StateLabel>
          </li>
        ))}
      </ul>
    </section>
  );
}
