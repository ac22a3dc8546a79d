import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { formatNumber, formatPercent } from "@/shared/format/format";
import { useWorkspace } from "@/shared/people/workspace-context";
import { SectionHead } from "@/shared/ui/page-head";
import { StateLabel } from "@/shared/ui/state-glyph";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import classes from "../home.module.css";
import type { KeyResultOut } from "../queries";

const order = ["off_track", "at_risk"] as const;

function share(value: number): string {
  return `${Math.max(0, Math.min(1, value)) * 100}%`;
}

function Row({ result }: { result: KeyResultOut }): ReactNode {
  const { slug } = useWorkspace();
  const status = order.find((each) => each === result.status);
  const unit = result.unit || undefined;
  return (
    <article className={classes.result}>
      <div className={classes.top}>
        <div>
          <div className="row">
            <span className="mono three">{result.key}</span>
            {status && <StateLabel state={status} />}
          </div>
          <h3>
            <Link className={classes.name} to={`/w/${slug}/strategy/key-results/${result.id}`}>
              {result.title}
            </Link>
          </h3>
        </div>
        <div className={classes.value}>{formatNumber(result.current, { unit })}</div>
      </div>
      <div
        className={classes.track}
        role="img"
        aria-label={`${formatPercent(result.progress, { digits: 0 })} of the way from ${formatNumber(result.baseline)} to ${formatNumber(result.target)}`}
      >
        <span className={classes.fill} style={{ width: share(result.progress) }} />
        {result.expected_progress !== null && (
          <span
            className={classes.expected}
            style={{ left: share(result.expected_progress) }}
            title="Where it should be today"
          />
        )}
      </div>
      <p className="small two">
        {result.status_reason} From {formatNumber(result.baseline)}, wanted{" "}
        {formatNumber(result.target, { unit })}.
      </p>
    </article>
  );
}

/** Key results that will miss, worst first. */
export function KeyResultsAtRisk({
  results,
}: {
  results: UseQueryResult<{ items: KeyResultOut[] }>;
}): ReactNode {
  const all = results.data?.items ?? [];
  const behind = order.flatMap((status) => all.filter((each) => each.status === status));
  return (
    <section>
      <SectionHead
        title="Key results at risk"
        count={all.length > 0 ? `${behind.length} of ${all.length}` : undefined}
      />
      {results.isError && <ProblemLine error={results.error} onRetry={() => void results.refetch()} />}
      {results.isPending && <Skeleton rows={2} height={92} />}
      {results.isSuccess && behind.length === 0 && (
        <p className={classes.none}>
          {all.length > 0 ? "None is behind where it should be today." : "No key results yet."}
        </p>
      )}
      {behind.slice(0, 5).map((result) => (
        <Row key={result.id} result={result} />
      ))}
    </section>
  );
}
