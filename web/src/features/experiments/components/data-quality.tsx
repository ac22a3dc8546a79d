import type { ReactNode } from "react";
import { formatNumber } from "@/shared/format/format";
import { StateLabel } from "@/shared/ui/state-glyph";
import type { Readout } from "../kinds";
import classes from "./readout.module.css";

const shown = 12;

function rowsOf(rows: readonly number[], count: number): string {
  const listed = rows.slice(0, shown).map((row) => formatNumber(row));
  const more = count > listed.length ? " and others" : "";
  return `${rows.length === 1 ? "Row" : "Rows"} ${listed.join(", ")}${more}`;
}

/** What was found wrong in the file: what blocks a conclusion first. */
export function DataQuality({ problems }: { problems: Readout["data_quality"] }): ReactNode {
  if (problems.length === 0) return null;
  const sorted = [...problems].sort((a, b) => Number(b.is_blocking) - Number(a.is_blocking));
  return (
    <details className={classes.fold} open={sorted[0]?.is_blocking || undefined}>
      <summary>
        What was found in the data <span className="three tn">{problems.length}</span>
      </summary>
      <ul className={classes.problems}>
        {sorted.map((each) => (
          <li key={`${each.problem} ${each.column}`}>
            <StateLabel state={each.is_blocking ? "off_track" : "incomplete"}>
              {each.is_blocking ? "In the way" : "Left out"}
            </StateLabel>
            <span>
              {each.sentence}
              {each.rows.length > 0 && (
                <span className="small three tn"> {rowsOf(each.rows, each.count)}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
