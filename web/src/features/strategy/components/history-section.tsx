import { type ReactNode, useCallback, useMemo } from "react";
import type { RecordOut } from "@/api/types";
import { Chart } from "@/shared/charts/chart";
import type { ChartPalette } from "@/shared/charts/palette";
import { formatDate, formatInstant } from "@/shared/format/dates";
import { formatNumber, plural } from "@/shared/format/format";
import { useTimeZone } from "@/shared/people/workspace-context";
import { useRecord } from "@/shared/records/use-record";
import { SectionHead } from "@/shared/ui/page-head";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import { useCheckIns } from "../api";
import { type CheckIn, type Cycle, cycle as cycleKind, type KeyResult } from "../kinds";
import { formatShare } from "../words";
import classes from "./check-in.module.css";

interface Drawn {
  keyResult: KeyResult;
  checkIns: readonly CheckIn[];
  cycle: Cycle | undefined;
}

/** The way from baseline to target: measured in ink, even pace dashed beside it. */
function drawHistory({ keyResult, checkIns, cycle }: Drawn, palette: ChartPalette) {
  const { baseline, target, unit } = keyResult;
  const start = cycle ? [[cycle.starts_on, baseline]] : [];
  const points = checkIns.map((each) => [each.at, each.value]);
  const last = points.length - 1;
  return {
    grid: { right: 96, top: 20 },
    tooltip: { valueFormatter: (value: unknown) => formatNumber(Number(value), { unit: unit || undefined }) },
    xAxis: { type: "time", min: cycle?.starts_on, max: cycle?.ends_on, axisLabel: { hideOverlap: true } },
    yAxis: { type: "value", scale: true, min: "dataMin", max: "dataMax" },
    series: [
      {
        name: "Even pace",
        type: "line",
        data: cycle
          ? [
              [cycle.starts_on, baseline],
              [cycle.ends_on, target],
            ]
          : [],
        symbol: "none",
        lineStyle: { color: palette.data2, type: "dashed", width: 1 },
        endLabel: {
          show: Boolean(cycle),
          formatter: `target ${formatNumber(target, { unit: unit || undefined })}`,
          color: palette.ink3,
          fontSize: 11,
        },
      },
      {
        name: "Measured",
        type: "line",
        step: false,
        data: [...start, ...points],
        symbol: "circle",
        symbolSize: (_: unknown, item: { dataIndex: number }) =>
          item.dataIndex === last + start.length ? 11 : 8,
        lineStyle: { color: palette.data, width: 2 },
        itemStyle: { color: palette.data, borderColor: palette.ground, borderWidth: 2 },
        endLabel: {
          show: points.length > 0,
          formatter: formatNumber(keyResult.current, { unit: unit || undefined }),
          color: palette.ink,
          fontWeight: 600,
          fontSize: 12,
        },
      },
    ],
  };
}

function Entry({ checkIn, unit, zone }: { checkIn: CheckIn; unit: string; zone: string }): ReactNode {
  return (
    <li className={classes.entry}>
      <time dateTime={checkIn.at} title={formatInstant(checkIn.at, zone)}>
        {formatDate(checkIn.at, zone)}
      </time>
      <span className="strong tn num">{formatNumber(checkIn.value, { unit: unit || undefined })}</span>
      <span className="two tn">
        {checkIn.confidence === null ? "" : `sure ${formatShare(checkIn.confidence)}`}
      </span>
      <span className={classes.note}>{checkIn.note}</span>
      <span className="three nowrap">{checkIn.by?.name}</span>
    </li>
  );
}

/** Every check-in, as a line and as a list, the newest first. */
export default function HistorySection({ record }: { record: RecordOut }): ReactNode {
  const keyResult = record as KeyResult;
  const zone = useTimeZone();
  const { data, error, refetch } = useCheckIns(record.id);
  const { data: found } = useRecord(cycleKind, keyResult.cycle?.id ?? "");
  const cycle = keyResult.cycle ? (found as Cycle | undefined) : undefined;
  const option = useCallback(
    (palette: ChartPalette) => drawHistory({ keyResult, checkIns: data ?? [], cycle }, palette),
    [keyResult, data, cycle],
  );
  const table = useMemo(
    () => ({
      columns: ["at", "value", "confidence", "by", "note"],
      rows: (data ?? []).map((each) => [
        each.at,
        each.value,
        each.confidence,
        each.by?.name ?? "",
        each.note,
      ]),
    }),
    [data],
  );
  const { baseline, target, current, unit, title } = keyResult;
  return (
    <section>
      <SectionHead title="Check-ins" count={data?.length || undefined} />
      {error && <ProblemLine error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={4} />}
      {data?.length === 0 && (
        <p className={classes.note}>Nobody has checked in yet. A number a week is enough to see it move.</p>
      )}
      {data && data.length > 0 && (
        <>
          <Chart
            name={`${record.key} check-ins`}
            says={`${title}: ${plural(data.length, "check-in")} from ${formatNumber(baseline)} to now ${formatNumber(current)}, target ${formatNumber(target, { unit })}`}
            option={option}
            table={table}
            method={{
              name: "Values as they were checked in",
              formula: "even pace = a straight line from baseline to target over the cycle",
            }}
          />
          <ul className={classes.list}>
            {data.toReversed().map((each) => (
              <Entry key={each.id} checkIn={each} unit={unit} zone={zone} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
