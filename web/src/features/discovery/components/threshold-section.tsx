import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { RecordOut } from "@/api/types";
import { formatMoment } from "@/shared/format/dates";
import { formatNumber } from "@/shared/format/format";
import { useMay, useTimeZone } from "@/shared/people/workspace-context";
import { placeRecord, usePatch } from "@/shared/records/use-record";
import { Button } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { StateLabel } from "@/shared/ui/state-glyph";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { discovery } from "../api";
import { type Hypothesis, hypothesis as hypothesisKind } from "../kinds";
import { directions, labelOf } from "../words";
import classes from "./threshold-section.module.css";

function Bar({ hypothesis }: { hypothesis: Hypothesis }): ReactNode {
  if (hypothesis.threshold === null) {
    return (
      <p className={classes.bar}>
        <span className="undecided">No threshold yet.</span>
        <span className={classes.rest}>Say which metric must come out at what, before anybody tests it.</span>
      </p>
    );
  }
  return (
    <p className={classes.bar}>
      <span className={classes.figure}>
        {labelOf(directions, hypothesis.direction)}{" "}
        {formatNumber(hypothesis.threshold, { unit: hypothesis.unit || undefined })}
      </span>
      <span className={classes.rest}>{hypothesis.metric || "of a metric that is not named yet"}</span>
    </p>
  );
}

function Standing({ hypothesis }: { hypothesis: Hypothesis }): ReactNode {
  const zone = useTimeZone();
  const { test_began_at: began, threshold_fixed_at: fixed, is_threshold_late: late } = hypothesis;
  return (
    <div className={classes.standing}>
      {late && (
        <StateLabel state="at_risk">
          {fixed ? "The threshold was named after the test began" : "The test began without a threshold"}
        </StateLabel>
      )}
      {!late && began && (
        <span className="row">
          <Icon name="lock" size="small" />
          Fixed before the test; it no longer moves
        </span>
      )}
      {fixed && <span className="three">Fixed {formatMoment(fixed, zone)}</span>}
      {began && <span className="three">Test began {formatMoment(began, zone)}</span>}
    </div>
  );
}

/** The bar a hypothesis must clear, and whether it was set before anybody looked. */
export default function ThresholdSection({ record }: { record: RecordOut }): ReactNode {
  const hypothesis = record as Hypothesis;
  const client = useQueryClient();
  const may = useMay();
  const patch = usePatch(hypothesisKind);
  const [busy, setBusy] = useState(false);
  const mayEdit = may.write && !record.archived_at;
  const isOpen = hypothesis.state === "untested";

  async function begin(): Promise<void> {
    setBusy(true);
    try {
      placeRecord(client, hypothesisKind, await discovery.beginTest(record.id));
      await client.invalidateQueries({ queryKey: ["node", record.id] });
      toast({ message: "The test has begun; the threshold stays" });
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <section className={classes.threshold} aria-label="Threshold">
      <h2 className={classes.head}>It holds when</h2>
      <Bar hypothesis={hypothesis} />
      <Standing hypothesis={hypothesis} />
      {mayEdit && isOpen && (
        <div className={classes.acts}>
          {!hypothesis.test_began_at && (
            <Button
              look="primary"
              icon="play"
              busy={busy}
              disabled={hypothesis.threshold === null}
              onClick={() => void begin()}
            >
              Begin the test
            </Button>
          )}
          {hypothesis.test_began_at && hypothesis.threshold !== null && (
            <>
              <Button icon="check" onClick={() => void patch(record, { state: "supported" })}>
                Supported
              </Button>
              <Button icon="close" onClick={() => void patch(record, { state: "refuted" })}>
                Refuted
              </Button>
            </>
          )}
        </div>
      )}
    </section>
  );
}
