import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { graph } from "@/api/graph";
import { asProblem } from "@/api/problem";
import type { WhyOut } from "@/api/types";
import { formatDate, todayIn } from "@/shared/format/dates";
import { plural } from "@/shared/format/format";
import { WhyView } from "@/shared/graph/why-view";
import { useRecordPath, useTimeZone } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { PageHead } from "@/shared/ui/page-head";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import classes from "./why-page.module.css";

interface DayProps {
  on: string;
  onChoose: (on: string) => void;
}

/** The day whose end is shown; without one, it is now. */
function Day({ on, onChoose }: DayProps): ReactNode {
  const today = todayIn(useTimeZone());
  return (
    <div className={classes.day}>
      <label htmlFor="as-of">As of</label>
      <input
        id="as-of"
        type="date"
        max={today}
        value={on || today}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          if (chosen) onChoose(chosen < today ? chosen : "");
        }}
      />
      {on && (
        <Button icon="undo" onClick={() => onChoose("")}>
          Back to today
        </Button>
      )}
    </div>
  );
}

/** Says that this is the past, and how much of it is known. */
function Then({ why, on }: { why: WhyOut; on: string }): ReactNode {
  const zone = useTimeZone();
  const pathOf = useRecordPath();
  const unknown = why.unknown_states.length;
  return (
    <div className={classes.then} role="status">
      <Icon name="clock" size="small" />
      <p>
        <b>As it stood on {formatDate(on, zone)}.</b>{" "}
        {why.decision ? (
          <>
            In force then:{" "}
            <Link className="link" to={pathOf(why.decision)}>
              {why.decision.title}
            </Link>
            .
          </>
        ) : (
          "Nothing had been decided on it."
        )}
        {unknown > 0 && (
          <span className="two">
            {" "}
            The state of {plural(unknown, "record")} on that day is not known;{" "}
            {unknown === 1 ? "it is" : "they are"} marked.
          </span>
        )}
      </p>
    </div>
  );
}

interface RefusedProps {
  error: unknown;
  on: string;
  onRetry: () => void;
}

function Refused({ error, on, onRetry }: RefusedProps): ReactNode {
  const zone = useTimeZone();
  if (!on || asProblem(error).status !== 404) return <ProblemState error={error} onRetry={onRetry} />;
  return (
    <EmptyState icon="clock" title={`It was not here on ${formatDate(on, zone)}`}>
      The record was made later, or lay in the trash on that day. Choose a later day.
    </EmptyState>
  );
}

export default function WhyPage(): ReactNode {
  const { id = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const on = search.get("on") ?? "";
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["node", id, "why", on],
    queryFn: () => graph.why(id, on || undefined),
    placeholderData: (before) => before,
    retry: false,
  });
  const shown = error ? undefined : data;
  return (
    <>
      <PageHead
        title={shown ? `Why “${shown.node.title}”` : "Why"}
        documentTitle={shown?.node.title ?? "Why"}
        sub="To the left what it rests on, to the right what came of it."
        actions={<Day on={on} onChoose={(chosen) => setSearch(chosen ? { on: chosen } : {})} />}
      />
      {error && <Refused error={error} on={on} onRetry={() => void refetch()} />}
      {!shown && !error && <Skeleton rows={8} />}
      {shown && (
        <div aria-busy={isFetching || undefined}>
          {shown.on && <Then why={shown} on={shown.on} />}
          <WhyView key={shown.on ?? ""} why={shown} />
        </div>
      )}
    </>
  );
}
