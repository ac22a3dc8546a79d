import type { ReactNode } from "react";
import { formatMonth, todayIn } from "@/shared/format/dates";
import { formatNumber } from "@/shared/format/format";
import { useTimeZone } from "@/shared/people/workspace-context";
import { NumberWithMethod } from "@/shared/ui/number-with-method";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import { type Ratio as RatioOut, useRatio } from "../decisions-api";
import { declined, lastMonths, type Month } from "../months";
import classes from "./ratio.module.css";

const half = 32;
const step = 22;
const barWidth = 12;

/** Declined stands up from the line, yes hangs below it; the strongest no is darkest. */
function Bars({ month, x, unit }: { month: Month; x: number; unit: number }): ReactNode {
  const up = [
    { count: month.no, look: classes.no },
    { count: month.not_now, look: classes.notNow },
    { count: month.merge_into, look: classes.merged },
  ];
  let y = half;
  return (
    <g>
      <title>{wordsOf(month)}</title>
      <rect x={x} y={0} width={step} height={2 * half} className={classes.reach} />
      {up.map(({ count, look }) => {
        y -= count * unit;
        return (
          count > 0 && (
            <rect key={look} x={x + 5} y={y} width={barWidth} height={count * unit} className={look} />
          )
        );
      })}
      {month.yes > 0 && (
        <rect x={x + 5} y={half + 1} width={barWidth} height={month.yes * unit} className={classes.yes} />
      )}
    </g>
  );
}

function wordsOf(month: Month): string {
  return `${formatMonth(month.month)}: ${month.no} no, ${month.not_now} not now, ${month.merge_into} merged, ${month.yes} yes`;
}

function Months({ months }: { months: readonly Month[] }): ReactNode {
  const highest = Math.max(1, ...months.flatMap((month) => [declined(month), month.yes]));
  const width = months.length * step;
  const first = months[0]?.month ?? "";
  const last = months.at(-1)?.month ?? "";
  return (
    <figure className={classes.months}>
      <svg
        viewBox={`0 0 ${width} ${2 * half + 1}`}
        width={width}
        height={2 * half + 1}
        role="img"
        aria-label={`Decisions by month: ${months
          .filter((each) => declined(each) + each.yes > 0)
          .map(wordsOf)
          .join("; ")}`}
      >
        {months.map((month, index) => (
          <Bars key={month.month} month={month} x={index * step} unit={(half - 2) / highest} />
        ))}
        <line x1={0} x2={width} y1={half + 0.5} y2={half + 0.5} className={classes.zero} />
      </svg>
      <figcaption className={classes.axis} style={{ width }}>
        <span>{formatMonth(first)}</span>
        <span>{formatMonth(last)}</span>
      </figcaption>
    </figure>
  );
}

function Figure({ ratio }: { ratio: RatioOut }): ReactNode {
  if (ratio.no_to_yes === null) return <span className="strong tn">{ratio.no}</span>;
  return (
    <NumberWithMethod
      method={{
        name: "No for each yes",
        formula: `${ratio.no} ÷ ${ratio.yes}`,
        inputs: [
          { label: "Yes", value: String(ratio.yes) },
          { label: "No", value: String(ratio.no) },
          { label: "Not now", value: String(ratio.not_now) },
          { label: "Merged", value: String(ratio.merge_into) },
        ],
        from: "Every decision ever recorded, superseded ones included. Not now and merged are not counted as no.",
      }}
    >
      {formatNumber(ratio.no_to_yes, { digits: 1 })}
    </NumberWithMethod>
  );
}

const legend = [
  { look: classes.no, label: "no" },
  { look: classes.notNow, label: "not now" },
  { look: classes.merged, label: "merged" },
  { look: classes.yes, label: "yes, below the line" },
] as const;

/** How often no is said for each yes, in all and month by month. */
export function Ratio(): ReactNode {
  const today = todayIn(useTimeZone());
  const { data, error, refetch } = useRatio();
  if (error) return <ProblemLine error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={1} height={92} />;
  if (data.months.length === 0) return null;
  return (
    <section className={classes.ratio} aria-label="No for each yes">
      <div>
        <p className={classes.figure}>
          <Figure ratio={data} />
        </p>
        <p className="small two">{data.no_to_yes === null ? "no, and no yes so far" : "no for each yes"}</p>
      </div>
      <Months months={lastMonths(data.months, today, 12)} />
      <ul className={classes.legend}>
        {legend.map(({ look, label }) => (
          <li key={label}>
            <svg viewBox="0 0 10 10" width={10} height={10} aria-hidden="true">
              <rect x={0.5} y={0.5} width={9} height={9} className={look} />
            </svg>
            {label}
          </li>
        ))}
      </ul>
    </section>
  );
}
