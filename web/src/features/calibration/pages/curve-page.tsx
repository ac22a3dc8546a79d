import type { ReactNode } from "react";
import { useSearchParams } from "react-router";
import { plural } from "@/shared/format/format";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { usePeople, useWorkspace } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { ButtonLink } from "@/shared/ui/button";
import { type DataColumn, DataTable } from "@/shared/ui/data-table";
import { SelectField } from "@/shared/ui/inputs";
import { NumberWithMethod } from "@/shared/ui/number-with-method";
import { SectionHead } from "@/shared/ui/page-head";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { useCalibration } from "../api";
import { Curve } from "../components/curve";
import type { Calibration } from "../kinds";
import { brierMethod, formatBrier } from "../words";
import classes from "./curve-page.module.css";

type Person = Calibration["people"][number];

function ScoreBar({ score }: { score: number }): ReactNode {
  return (
    <span className={classes.scale} role="img" aria-label={`${formatBrier(score)}, fifty-fifty scores 0.25`}>
      <span className={classes.fill} style={{ width: `${Math.min(1, score / 0.5) * 100}%` }} />
      <span className={classes.even} />
    </span>
  );
}

const columns: readonly DataColumn<Person>[] = [
  { label: "Person", show: (row) => <PersonAvatar person={row.member} withName /> },
  { label: "Forecasts", numeric: true, width: 96, show: (row) => row.count },
  { label: "Brier", numeric: true, width: 80, show: (row) => <b className="tn">{formatBrier(row.brier)}</b> },
  {
    label: "0 to 0.5; tick: fifty-fifty",
    wideOnly: true,
    width: 180,
    show: (row) => <ScoreBar score={row.brier} />,
  },
];

function Facts({ calibration }: { calibration: Calibration }): ReactNode {
  const { brier, resolved_count, unresolvable_count, open_count, due_count } = calibration;
  return (
    <dl className={classes.facts}>
      <div>
        <dt>Brier score</dt>
        <dd>
          {brier === null ? (
            "not known"
          ) : (
            <NumberWithMethod method={brierMethod}>{formatBrier(brier)}</NumberWithMethod>
          )}
        </dd>
        <dd className="small three">fifty-fifty scores 0.25</dd>
      </div>
      <div>
        <dt>Resolved</dt>
        <dd className="tn">{resolved_count}</dd>
        <dd className="small three">{plural(unresolvable_count, "unresolvable", "unresolvable")}</dd>
      </div>
      <div>
        <dt>Open</dt>
        <dd className="tn">{open_count}</dd>
        <dd className={due_count > 0 ? "small undecided" : "small three"}>
          {due_count} waiting to be resolved
        </dd>
      </div>
    </dl>
  );
}

/** What people said against what happened, together and one by one. */
export default function CurvePage(): ReactNode {
  const [params, setParams] = useSearchParams();
  const people = usePeople();
  const { slug } = useWorkspace();
  const who = params.get("person") ?? "";
  const { data, error, refetch } = useCalibration(who);
  return (
    <PracticePage practice="calibration" sub="What people said against what happened.">
      {error && <ProblemState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={8} />}
      {data && (
        <div className={classes.tools}>
          <SelectField
            label="Person"
            none="Everybody"
            options={people.map((each) => ({ value: each.id, label: each.name }))}
            value={who}
            onChange={(event) =>
              setParams(event.currentTarget.value ? { person: event.currentTarget.value } : {}, {
                replace: true,
              })
            }
          />
        </div>
      )}
      {data && <Facts calibration={data} />}
      {data && data.forecast_count === 0 && (
        <EmptyState
          icon="calibration"
          title="Nothing to score yet"
          actions={<ButtonLink to={`/w/${slug}/calibration/predictions`}>See the predictions</ButtonLink>}
        >
          Scores come once predictions with probabilities are resolved yes or no. Many small ones say more
          than a few large ones.
        </EmptyState>
      )}
      {data && data.forecast_count > 0 && (
        <div className={classes.parts}>
          <section>
            <SectionHead title="Calibration" count={plural(data.forecast_count, "forecast")} />
            <Curve calibration={data} />
          </section>
          <section>
            <SectionHead title="People">Lower is better</SectionHead>
            <DataTable
              name="Brier score by person"
              columns={columns}
              rows={data.people}
              idOf={(row) => row.member.id}
            />
          </section>
        </div>
      )}
    </PracticePage>
  );
}
