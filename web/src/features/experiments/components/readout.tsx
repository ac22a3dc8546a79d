import { type ReactNode, useState } from "react";
import { asProblem } from "@/api/problem";
import type { RecordOut } from "@/api/types";
import { download, toCsv } from "@/shared/charts/export";
import { formatMoment } from "@/shared/format/dates";
import { formatNumber, formatPercent, plural } from "@/shared/format/format";
import { useMay, useTimeZone } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { SectionHead } from "@/shared/ui/page-head";
import { StateLabel } from "@/shared/ui/state-glyph";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { useReadout } from "../api";
import type { Experiment, Readout } from "../kinds";
import { tableOf } from "../rows";
import { useView, type View } from "../view";
import { formatP } from "../words";
import { DataQuality } from "./data-quality";
import { EffectTable } from "./effect-table";
import { HowComputed } from "./how-computed";
import { MarginEditor } from "./margin-editor";
import { MetricsDialog } from "./metrics-dialog";
import classes from "./readout.module.css";
import { OtherView, Switches } from "./switches";

/** Where the results came from, how many were seen, and whether the split and the data are to be trusted. */
function Facts({ experiment, readout }: { experiment: Experiment; readout: Readout }): ReactNode {
  const zone = useTimeZone();
  const { srm, data_quality: problems } = readout;
  const isSound = !problems.some((each) => each.is_blocking);
  return (
    <dl className={classes.facts}>
      <div>
        <dt>Results from</dt>
        <dd className="clip">{experiment.results_file}</dd>
        {experiment.results_at && (
          <dd className="small three">{formatMoment(experiment.results_at, zone)}</dd>
        )}
      </div>
      <div>
        <dt>Exposed</dt>
        <dd className="tn">{srm.arms.map((arm) => formatNumber(arm.n)).join(" : ")}</dd>
        <dd className="small three clip">{srm.arms.map((arm) => arm.variant).join(" : ")}</dd>
      </div>
      <div>
        <dt>Split (SRM)</dt>
        <dd>
          <StateLabel state={srm.is_flagged ? "off_track" : "on_track"}>
            {srm.is_flagged ? "Off" : "As planned"}
          </StateLabel>
        </dd>
        {srm.p_value !== null && <dd className="small three tn">{formatP(srm.p_value)}</dd>}
      </div>
      <div>
        <dt>Data</dt>
        <dd>
          <StateLabel state={isSound ? "on_track" : "off_track"}>
            {isSound ? "Sound" : "Not sound"}
          </StateLabel>
        </dd>
        <dd className="small three">
          {problems.length ? plural(problems.length, "remark") : "Nothing left out"}
        </dd>
      </div>
    </dl>
  );
}

function Effects({ experiment, readout, view }: { experiment: Experiment; readout: Readout; view: View }) {
  const may = useMay();
  const mayPlan = may.edit && !experiment.archived_at;
  const sure = formatPercent(1 - readout.asked.alpha, { digits: 0 });
  return (
    <>
      <EffectTable
        readout={readout}
        marginOf={
          mayPlan
            ? (metric) => (
                <MarginEditor experimentId={experiment.id} metric={metric} metrics={readout.metrics} />
              )
            : undefined
        }
      />
      <p className={classes.legend}>
        The band is the {sure} {view.method === "bayesian" ? "credible" : view.method} interval; the tinted
        zone is harm beyond the margin.
        {view.segment && " Verdicts of the levels are corrected for there being so many."}
      </p>
    </>
  );
}

/** Unsound data hide the effects: whoever wants to see them says so. */
function Guarded({ isBlocked, children }: { isBlocked: boolean; children: ReactNode }): ReactNode {
  if (!isBlocked) return children;
  return (
    <details className={classes.fold}>
      <summary>Show the effects all the same: nothing can be concluded from them</summary>
      <div className={classes.doubted}>{children}</div>
    </details>
  );
}

function Read({ experiment, readout, view, turn }: ReadProps): ReactNode {
  const { data: ruling } = useReadout(experiment.id);
  return (
    <>
      <Facts experiment={experiment} readout={readout} />
      <DataQuality problems={readout.data_quality} />
      <Guarded isBlocked={readout.decision.is_blocked}>
        <Switches readout={readout} view={view} turn={turn} />
        <OtherView readout={readout} ruling={ruling} view={view} turn={turn} />
        <Effects experiment={experiment} readout={readout} view={view} />
      </Guarded>
      <HowComputed readout={readout} />
    </>
  );
}

interface ReadProps {
  experiment: Experiment;
  readout: Readout;
  view: View;
  turn: (changes: Partial<View>) => void;
}

function Tools({
  experiment,
  readout,
  onPlan,
}: {
  experiment: Experiment;
  readout: Readout;
  onPlan: () => void;
}) {
  const may = useMay();
  const isRead = readout.srm.arms.length > 0;
  return (
    <>
      {isRead && (
        <Button
          size="small"
          look="quiet"
          icon="export"
          onClick={() =>
            download(
              `${experiment.key}-readout.csv`,
              new Blob([toCsv(tableOf(readout))], { type: "text/csv" }),
            )
          }
        >
          CSV
        </Button>
      )}
      {may.edit && !experiment.archived_at && (
        <Button size="small" look="quiet" icon="edit" onClick={onPlan}>
          Plan metrics
        </Button>
      )}
    </>
  );
}

/** The readout of an experiment: whether it can be trusted, then every metric with its interval and its verdict. */
export default function ReadoutSection({ record }: { record: RecordOut }): ReactNode {
  const experiment = record as Experiment;
  const [planning, setPlanning] = useState(false);
  const { view, turn } = useView();
  const { data, error, isPlaceholderData, refetch } = useReadout(record.id, view);
  if (error) {
    const isSegment = asProblem(error).fields.segment !== undefined;
    return (
      <ProblemState error={error} onRetry={() => (isSegment ? turn({ segment: "" }) : void refetch())} />
    );
  }
  if (!data) return <Skeleton rows={4} height={56} />;
  const isRead = data.srm.arms.length > 0;
  return (
    <section className={classes.readout} aria-label="Readout" aria-busy={isPlaceholderData || undefined}>
      <SectionHead title="Readout" count={data.metrics.length || undefined}>
        <Tools experiment={experiment} readout={data} onPlan={() => setPlanning(true)} />
      </SectionHead>
      {isRead ? (
        <Read experiment={experiment} readout={data} view={view} turn={turn} />
      ) : (
        <EmptyState icon="experiments" title="No results yet">
          Say which metrics count before they come in, then upload a file with one row for each unit: the
          unit, its variant, and a column for each metric.
        </EmptyState>
      )}
      {!isRead && data.metrics.length > 0 && <EffectTable readout={data} />}
      {planning && (
        <MetricsDialog experimentId={record.id} metrics={data.metrics} onClose={() => setPlanning(false)} />
      )}
    </section>
  );
}
