import type { ReactNode } from "react";
import type { RecordOut } from "@/api/types";
import { formatMoment } from "@/shared/format/dates";
import { useTimeZone } from "@/shared/people/workspace-context";
import { SectionHead } from "@/shared/ui/page-head";
import type { Initiative } from "../kinds";
import type { ByHand } from "../words";
import classes from "./initiative.module.css";

/** Who put it elsewhere than the plan advises, why, and what that costs. */
export function ByHandWords({ byHand }: { byHand: ByHand }): ReactNode {
  const zone = useTimeZone();
  return (
    <div className={classes.refusal}>
      <p className="strong">Put here by hand, against the plan of least cost</p>
      <p>{byHand.reason}</p>
      <p className="small two">{byHand.words}</p>
      <p className="small three">
        {byHand.by.name}, {formatMoment(byHand.at, zone)}
      </p>
    </div>
  );
}

/** The same on the initiative's page. */
export default function ByHandSection({ record }: { record: RecordOut }): ReactNode {
  const { by_hand: byHand } = record as Initiative;
  if (!byHand) return null;
  return (
    <section>
      <SectionHead title="Place in time" />
      <ByHandWords byHand={byHand} />
    </section>
  );
}
