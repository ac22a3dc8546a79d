import type { CSSProperties, ReactNode } from "react";
import { formatDate } from "@/shared/format/dates";
import { formatNumber, plural } from "@/shared/format/format";
import { Icon } from "@/shared/ui/icon";
import { type CapacityBar, isOver, type PeriodLength, type TeamBars } from "../capacity-api";
import classes from "./capacity.module.css";

const weeks = (value: number) => formatNumber(value, { digits: 1, unit: "w" });
const month = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });

function namePeriod({ from_on: day }: CapacityBar, length: PeriodLength): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (length === "week") return `From ${formatDate(day)}`;
  if (length === "month") return month.format(date);
  return `Q${Math.floor(date.getUTCMonth() / 3) + 1} ${date.getUTCFullYear()}`;
}

/** What is planned, as a part of the fullest period or of what the team can do; a mark where its capacity ends. */
function Period({ bar, most }: { bar: CapacityBar; most: number }): ReactNode {
  const { planned_weeks: planned, capacity_weeks: capacity, unsized } = bar;
  const at = (value: number): string => `${(100 * value) / most}%`;
  return (
    <>
      <span className={classes.meter} aria-hidden="true">
        <span
          className={classes.planned}
          style={{ width: at(planned) }}
          data-over={isOver(bar) || undefined}
        />
        <span className={classes.mark} style={{ left: at(capacity) } as CSSProperties} />
      </span>
      <span className={`small tn ${isOver(bar) ? "worse" : "two"}`}>
        {isOver(bar) && <Icon name="alert" size="small" label="Too much:" className={classes.over} />}
        {weeks(planned)} of {weeks(capacity)}
      </span>
      {unsized > 0 && (
        <span className="small three"> {plural(unsized, "more is", "more are")} not sized</span>
      )}
    </>
  );
}

/** Each team's planned effort beside what it can do, period by period. */
export function CapacityTable({
  teams,
  length,
}: {
  teams: readonly TeamBars[];
  length: PeriodLength;
}): ReactNode {
  const bars = teams[0]?.bars ?? [];
  return (
    <table className={classes.table} aria-label="Planned effort and capacity">
      <thead>
        <tr>
          <th scope="col" className={classes.team}>
            Team
          </th>
          {bars.map((bar) => (
            <th key={bar.from_on} scope="col">
              {namePeriod(bar, length)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {teams.map(({ team, seats, bars: own }) => {
          const most = Math.max(1, ...own.flatMap((bar) => [bar.planned_weeks, bar.capacity_weeks]));
          return (
            <tr key={team.id}>
              <th scope="row">
                {team.name}
                <span className={`${classes.seats} small three`}>{plural(seats, "thing")} at a time</span>
              </th>
              {own.map((bar) => (
                <td key={bar.from_on}>
                  <Period bar={bar} most={most} />
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
