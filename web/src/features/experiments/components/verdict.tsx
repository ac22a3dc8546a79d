import type { ReactNode } from "react";
import type { RecordOut } from "@/api/types";
import { StateLabel } from "@/shared/ui/state-glyph";
import { useReadout } from "../api";
import { meaningOf, tones } from "../words";
import classes from "./readout.module.css";
import { SplitOff } from "./split-off";

/** What the experiment may be called, in words, and why: the answer before the numbers. */
export default function Verdict({ record }: { record: RecordOut }): ReactNode {
  const { data } = useReadout(record.id);
  if (!data || data.srm.arms.length === 0) return null;
  const meaning = meaningOf(data);
  const { decision, srm } = data;
  const others = decision.variants.filter((each) => each.variant !== decision.variant);
  return (
    <section className={classes.verdict} data-tone={tones[meaning]} aria-label="Verdict">
      <h2 className={classes.headline}>
        <StateLabel state={meaning}>{decision.headline}</StateLabel>
        {others.length > 0 && !decision.is_blocked && <span className="two"> · {decision.variant}</span>}
      </h2>
      <p className="body">{decision.reason}</p>
      {!decision.is_blocked &&
        others.map((each) => (
          <p key={each.variant} className="two">
            <b>{each.variant}:</b> {each.reason}
          </p>
        ))}
      {srm.is_blocking && <SplitOff experimentId={record.id} split={srm} />}
    </section>
  );
}
