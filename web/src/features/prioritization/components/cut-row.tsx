import type { ReactNode } from "react";
import { formatNumber, plural } from "@/shared/format/format";
import type { Head } from "../kinds";
import classes from "./ranked-table.module.css";
import { as } from "./table-roles";

/** "24 of 24 team-weeks taken. Calendar sync needs 8." */
export function saysCut({ cut }: Pick<Head, "cut">): string {
  if (!cut) return "";
  const taken =
    cut.by === "weeks"
      ? `${formatNumber(cut.used)} of ${formatNumber(cut.capacity)} team-weeks taken.`
      : `${cut.used} of ${plural(cut.capacity, "candidate")} taken.`;
  if (!cut.next_title) return `${taken} Everything ranked fits.`;
  if (cut.by === "count") return `${taken} ${cut.next_title} is the first that does not fit.`;
  return cut.next_cost === null
    ? `${taken} What ${cut.next_title} needs is not known.`
    : `${taken} ${cut.next_title} needs ${formatNumber(cut.next_cost)}.`;
}

/** Where capacity ends. */
export function CutRow({
  head,
  onCapacity,
}: {
  head: Head;
  onCapacity: (() => void) | undefined;
}): ReactNode {
  const says = saysCut(head);
  return (
    <tr {...as.row} className={classes.cut}>
      <td {...as.cell}>
        <div className={classes.cutline}>
          <span className="clip" title={says}>
            <b>Cut line</b>: {says}
          </span>
          {onCapacity && (
            <button type="button" className="link nowrap" onClick={onCapacity}>
              Change capacity
            </button>
          )}
        </div>
      </td>
    </tr>
  );
}
