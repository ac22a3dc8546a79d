import type { ReactNode } from "react";
import type { RecordOut } from "@/api/types";
import { formatDate } from "@/shared/format/dates";
import { useTimeZone } from "@/shared/people/workspace-context";
import { Icon } from "@/shared/ui/icon";
import { StateLabel } from "@/shared/ui/state-glyph";
import type { Initiative } from "../kinds";
import { outcomes } from "../words";
import classes from "./initiative.module.css";

/** How it was closed, and why. */
export default function Outcome({ record }: { record: RecordOut }): ReactNode {
  const { outcome, close_reason: reason, closed_on: closedOn } = record as Initiative;
  const zone = useTimeZone();
  if (!outcome) return null;
  return (
    <section className={classes.outcome} aria-label="Outcome">
      <p className="strong">
        {outcome === "win" ? (
          <StateLabel state="better">Closed as a win</StateLabel>
        ) : (
          <span className="row">
            <Icon
              name={outcome === "redirect" ? "redirect" : outcome === "dropped" ? "no" : "minus"}
              size="small"
            />
            {outcome === "dropped" ? "Dropped" : `Closed as ${outcomes[outcome]}`}
          </span>
        )}
      </p>
      <p className="body">{reason}</p>
      {closedOn && <p className="small three">{formatDate(closedOn, zone)}</p>}
    </section>
  );
}
