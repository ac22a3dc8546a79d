import type { ReactNode } from "react";
import type { RecordOut } from "@/api/types";
import { formatInstant, formatMoment } from "@/shared/format/dates";
import { useTimeZone } from "@/shared/people/workspace-context";
import type { Prediction } from "../kinds";
import { outcomeLabel } from "../words";
import classes from "./forecasts.module.css";

/** What happened, who said so, when and why. Final. */
export default function Resolution({ record }: { record: RecordOut }): ReactNode {
  const zone = useTimeZone();
  const { resolution } = record as Prediction;
  if (!resolution) return null;
  return (
    <section className={classes.resolution} aria-label="Resolution">
      <h2 className={classes.outcome}>{outcomeLabel(resolution.outcome)}</h2>
      <p>{resolution.reason}</p>
      <p className="small three">
        Resolved by {resolution.by?.name ?? "somebody"},{" "}
        <time dateTime={resolution.at} title={formatInstant(resolution.at, zone)}>
          {formatMoment(resolution.at, zone)}
        </time>
      </p>
    </section>
  );
}
