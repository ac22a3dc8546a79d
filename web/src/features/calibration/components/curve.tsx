import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from "echarts";
import { type ReactNode, useCallback, useMemo } from "react";
import { Chart } from "@/shared/charts/chart";
import type { ChartPalette } from "@/shared/charts/palette";
import { formatNumber, plural } from "@/shared/format/format";
import type { Calibration } from "../kinds";
import { formatBrier, formatProbability } from "../words";

type Bin = Calibration["bins"][number];

/** The interval of a bin as a vertical line with end ticks. */
function drawInterval(palette: ChartPalette) {
  return (_: CustomSeriesRenderItemParams, at: CustomSeriesRenderItemAPI) => {
    const [x = 0, low = 0] = at.coord([at.value(0), at.value(1)]);
    const [, high = 0] = at.coord([at.value(0), at.value(2)]);
    const style = { stroke: palette.data2, lineWidth: 1.5 };
    const line = (x1: number, y1: number, x2: number, y2: number) => ({
      type: "line" as const,
      shape: { x1, y1, x2, y2 },
      style,
    });
    return {
      type: "group" as const,
      children: [line(x, low, x, high), line(x - 4, low, x + 4, low), line(x - 4, high, x + 4, high)],
    };
  };
}

function drawCurve(bins: readonly Bin[], palette: ChartPalette) {
  const filled = bins.filter((bin) => bin.forecast !== null);
  const axis = {
    type: "value",
    min: 0,
    max: 100,
    interval: 20,
    nameLocation: "middle",
    splitLine: { show: true, lineStyle: { color: palette.grid } },
  };
  return {
    grid: { left: 32, right: 16, top: 16, bottom: 32 },
    tooltip: { trigger: "item" },
    xAxis: { ...axis, name: "Said, %", nameGap: 28 },
    yAxis: { ...axis, name: "Happened, %", nameGap: 36 },
    series: [
      {
        type: "line",
        silent: true,
        symbol: "none",
        data: [
          [0, 0],
          [100, 100],
        ],
        lineStyle: { color: palette.ink3, type: "dashed", width: 1 },
      },
      {
        type: "custom",
        silent: true,
        renderItem: drawInterval(palette),
        data: filled.map((bin) => [
          (bin.forecast ?? 0) * 100,
          bin.observed_low * 100,
          bin.observed_high * 100,
        ]),
      },
      {
        type: "scatter",
        symbolSize: (value: number[]) => 8 + 3 * Math.sqrt(value[2] ?? 1),
        itemStyle: { color: palette.data, borderColor: palette.ground, borderWidth: 2 },
        data: filled.map((bin) => [(bin.forecast ?? 0) * 100, (bin.observed ?? 0) * 100, bin.count]),
        label: {
          show: true,
          position: "right",
          distance: 8,
          color: palette.ink2,
          fontSize: 11,
          formatter: ({ value }: { value: number[] }) => `n = ${value[2]}`,
        },
        tooltip: {
          formatter: ({ value }: { value: number[] }) =>
            `Said ${formatNumber(value[0] ?? 0, { digits: 0 })} % on average, happened ${formatNumber(value[1] ?? 0, { digits: 0 })} % of ${value[2]} times`,
        },
      },
    ],
  };
}

/** What people said against what happened. */
export function Curve({ calibration }: { calibration: Calibration }): ReactNode {
  const { bins, brier, forecast_count: count } = calibration;
  const option = useCallback((palette: ChartPalette) => drawCurve(bins, palette), [bins]);
  const table = useMemo(
    () => ({
      columns: ["from", "to", "forecasts", "said", "happened", "low", "high"],
      rows: bins.map((bin) => [
        bin.low,
        bin.high,
        bin.count,
        bin.forecast,
        bin.observed,
        bin.observed_low,
        bin.observed_high,
      ]),
    }),
    [bins],
  );
  const filled = bins.filter((bin) => bin.observed !== null);
  const says = filled
    .map(
      (bin) =>
        `said ${formatProbability(bin.forecast ?? 0)}, happened ${formatProbability(bin.observed ?? 0)}`,
    )
    .join("; ");
  return (
    <Chart
      name="Calibration"
      height={360}
      says={`Calibration of ${plural(count, "forecast")}, Brier score ${brier === null ? "not known" : formatBrier(brier)}: ${says}`}
      option={option}
      table={table}
      method={{
        name: "Calibration curve",
        formula: "share that happened, by what was said",
        from: `${plural(count, "forecast")} in five equal widths. A dot on the dashed line is calibrated; above it people were too careful, below it too sure. Bars are 95 % Wilson intervals: with few forecasts they are wide, and say so.`,
      }}
    />
  );
}
