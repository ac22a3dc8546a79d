import { type ReactNode, useState } from "react";
import type { RecordOut } from "@/api/types";
import { formatMoment } from "@/shared/format/dates";
import { formatNumber } from "@/shared/format/format";
import { useMay, useTimeZone } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { HowComputed } from "@/shared/ui/number-with-method";
import { SectionHead } from "@/shared/ui/page-head";
import { StateLabel } from "@/shared/ui/state-glyph";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { useReadout } from "../api";
import type { Experiment, Readout } from "../kinds";
import { formatP } from "../words";
import { EffectTable } from "./effect-table";
import { MetricsDialog } from "./metrics-dialog";
import classes from "./readout.module.css";

/** Where the results came from, how many were seen, and whether the split is the one that was meant. */
function Facts({ experiment, readout }: { experiment: Experiment; readout: Readout }): ReactNode {
  const zone = useTimeZone();
  const { split } = readout;
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
        <dd className="tn">{split.arms.map((arm) => formatNumber(arm.units)).join(" : ")}</dd>
        <dd className="small three clip">{split.arms.map((arm) => arm.name).join(" : ")}</dd>
      </div>
      <div>
        <dt>Split (SRM)</dt>
        <dd>
          <StateLabel state={split.is_flagged ? "off_track" : "on_track"}>
            {split.is_flagged ? "Off" : "As meant"}
          </StateLabel>
        </dd>
        {split.p_value !== null && <dd className="small three tn">{formatP(split.p_value)}</dd>}
      </div>
      <div>
        <dt>Method</dt>
        <dd>Fixed horizon, 95 %</dd>
        <dd>
          <HowComputed method={{ name: "Fixed horizon, 95 %", from: readout.method }} />
        </dd>
      </div>
    </dl>
  );
}

/** The readout of an experiment: the split first, then every metric with its interval and what it allows to say. */
export default function ReadoutSection({ record }: { record: RecordOut }): ReactNode {
  const experiment = record as Experiment;
  const may = useMay();
  const [planning, setPlanning] = useState(false);
  const { data, error, refetch } = useReadout(record.id);
  if (error) return <ProblemState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={4} height={56} />;
  const isRead = data.split.arms.length > 0;
  return (
    <section className={classes.readout}>
      <SectionHead title="Readout" count={data.metrics.length || undefined}>
        {may.write && !record.archived_at && (
          <Button size="small" look="quiet" icon="edit" onClick={() => setPlanning(true)}>
            Plan metrics
          </Button>
        )}
      </SectionHead>
      {!isRead && (
        <EmptyState icon="experiments" title="No results yet">
          Say which metrics count before they come in, then upload a file with one row for each unit: the
          unit, its variant, and a column for each metric.
        </EmptyState>
      )}
      {isRead && <Facts experiment={experiment} readout={data} />}
      {data.metrics.length > 0 && <EffectTable readout={data} />}
      {planning && (
        <MetricsDialog experimentId={record.id} metrics={data.metrics} onClose={() => setPlanning(false)} />
      )}
    </section>
  );
}
