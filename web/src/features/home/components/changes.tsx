import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { formatInstant, formatMoment } from "@/shared/format/dates";
import { useRecordPath, useTimeZone } from "@/shared/people/workspace-context";
import { describeActivity } from "@/shared/records/page/activity-words";
import { useKinds } from "@/shared/records/registry";
import { Icon } from "@/shared/ui/icon";
import { SectionHead } from "@/shared/ui/page-head";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import classes from "../home.module.css";
import { type ChangeOut, overview } from "../queries";

function Change({ change }: { change: ChangeOut }): ReactNode {
  const timeZone = useTimeZone();
  const pathOf = useRecordPath();
  const kind = useKinds().find((each) => each.name === change.node.kind);
  return (
    <li className={classes.change}>
      <Icon name={kind?.icon ?? "document"} size="small" />
      <div>
        <Link className={classes.name} to={pathOf(change.node)}>
          {change.node.title}
        </Link>
        <p className={classes.why}>
          {change.actor?.name ?? "Truenorth"} {describeActivity(change)}
        </p>
      </div>
      <time className="small three nowrap" dateTime={change.at} title={formatInstant(change.at, timeZone)}>
        {formatMoment(change.at, timeZone)}
      </time>
    </li>
  );
}

/** What others did lately, newest first. */
export function Changes(): ReactNode {
  const { data, error, refetch } = useQuery(overview);
  return (
    <section>
      <SectionHead title="Changed by others" count={data?.changes.length || undefined} />
      {error && <ProblemLine error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={3} />}
      {data?.changes.length === 0 && <p className={classes.none}>Nobody else has changed anything lately.</p>}
      <ul>
        {data?.changes.map((change) => (
          <Change key={change.id} change={change} />
        ))}
      </ul>
    </section>
  );
}
