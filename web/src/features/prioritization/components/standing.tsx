import type { ReactNode } from "react";
import { formatMoment } from "@/shared/format/dates";
import { useTimeZone } from "@/shared/people/workspace-context";
import { HowComputed } from "@/shared/ui/number-with-method";
import { StateLabel } from "@/shared/ui/state-glyph";
import type { Head } from "../kinds";
import classes from "./standing.module.css";

/** How the ranks were computed, and whether newer numbers are being counted. */
export function Standing({ head }: { head: Head }): ReactNode {
  const zone = useTimeZone();
  const { is_stale: isStale, computed_at: at, method } = head.standing;
  return (
    <span className={classes.standing}>
      <span role="status" className="small">
        {isStale && <StateLabel state="incomplete">Numbers changed; ranks are being computed</StateLabel>}
      </span>
      <HowComputed
        method={{
          name: head.model.name,
          formula: head.model.formula_words,
          from: `${method || "Not computed yet"}. The band holds 80 of 100 re-scorings; filled is firm, hollow and dashed is open (seven ranks or more, or a tenth of a long list). ± is the standard deviation that the raters' disagreement gives the score. The dots are the numbers of the column in which they stand farthest apart, the tick is what counts.${at ? ` Computed ${formatMoment(at, zone)}.` : ""}`,
        }}
      />
    </span>
  );
}
