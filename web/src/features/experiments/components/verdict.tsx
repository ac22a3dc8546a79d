import { type ReactNode, useState } from "react";
import type { RecordOut } from "@/api/types";
import { useMay } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { StateLabel } from "@/shared/ui/state-glyph";
import { useReadout } from "../api";
import type { Readout } from "../kinds";
import { meaningOf, tones } from "../words";
import { MetricsDialog } from "./metrics-dialog";
import classes from "./readout.module.css";
import { SplitOff } from "./split-off";

/** What the variants beside the best one may be called. */
function Others({ decision }: Readout): ReactNode {
  return decision.variants
    .filter((each) => each.variant !== decision.variant)
    .map((each) => (
      <p key={each.variant} className="two">
        <b>{each.variant}:</b> {each.reason}
      </p>
    ));
}

function OfferPlan({ record, readout }: { record: RecordOut; readout: Readout }): ReactNode {
  const may = useMay();
  const [planning, setPlanning] = useState(false);
  if (!may.edit || record.archived_at) return null;
  return (
    <p>
      <Button size="small" icon="edit" onClick={() => setPlanning(true)}>
        Plan these metrics
      </Button>
      {planning && (
        <MetricsDialog
          experimentId={record.id}
          metrics={readout.metrics}
          onClose={() => setPlanning(false)}
        />
      )}
    </p>
  );
}

/** What the experiment may be called, in words, and why: the answer before the numbers. */
export default function Verdict({ record }: { record: RecordOut }): ReactNode {
  const { data } = useReadout(record.id);
  if (!data || data.srm.arms.length === 0) return null;
  const meaning = meaningOf(data);
  const { decision, srm } = data;
  return (
    <section className={classes.verdict} data-tone={tones[meaning]} aria-label="Verdict">
      <h2 className={classes.headline}>
        <StateLabel state={meaning}>{decision.headline}</StateLabel>
      </h2>
      <p className="body">{decision.reason}</p>
      {!decision.is_blocked && decision.is_planned && <Others {...data} />}
      {!decision.is_blocked && !decision.is_planned && <OfferPlan record={record} readout={data} />}
      {srm.is_blocking && <SplitOff experimentId={record.id} split={srm} />}
    </section>
  );
}
