import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from "echarts";
import { type ReactNode, useCallback, useMemo } from "react";
import { Chart } from "@/shared/charts/chart";
import type { ChartPalette } from "@/shared/charts/palette";
import { formatNumber, plural } from "@/shared/format/format";
import type { Correction, EffortReport, Estimate } from "../api";
import { type Band, bandsOf, reachOf } from "../efforts";

interface Drawn {
  work: readonly Estimate[];
  bands: readonly Band[];
  reach: { x: number; y: number };
  unit: string;
}

/** From P10 to P90 as an area between two straight lines. */
function drawBand(bands: readonly Band[], palette: ChartPalette) {
  return ({ dataIndex }: CustomSeriesRenderItemParams, at: CustomSeriesRenderItemAPI) => {
    const band = bands[dataIndex];
    if (!band) return null;
    const { from, to, low, high } = band;
    const points = [at.coord([from, from * low]), at.coord([to, to * low]), at.coord([to, to * high])];
    return {
      type: "polygon" as const,
      shape: { points: [...points, at.coord([from, from * high])] },
      style: { fill: palette.band2 },
    };
  };
}

function drawEfforts({ work, bands, reach, unit }: Drawn, palette: ChartPalette) {
  const end = Math.min(reach.x, reach.y);
  const axis = {
    type: "value",
    min: 0,
    nameLocation: "middle",
    axisLabel: { showMaxLabel: false },
    splitLine: { show: true, lineStyle: { color: palette.grid } },
  };
  return {
    grid: { left: 28, right: 12, top: 12, bottom: 28 },
    tooltip: { trigger: "item" },
    xAxis: { ...axis, max: reach.x, name: `Estimated, ${unit}`, nameGap: 28 },
    yAxis: { ...axis, max: reach.y, name: `Took, ${unit}`, nameGap: 34 },
    series: [
      {
        type: "custom",
        silent: true,
        clip: true,
        renderItem: drawBand(bands, palette),
        data: bands.map(({ from, to, low, high }) => [from, to, low, high]),
      },
      {
        type: "line",
        silent: true,
        symbol: "none",
        data: [
          [0, 0],
          [end, end],
        ],
        lineStyle: { color: palette.ink3, type: "dashed", width: 1 },
        endLabel: {
          show: true,
          formatter: "as estimated",
          color: palette.ink3,
          fontSize: 11,
          align: "right",
          offset: [-8, 30],
        },
      },
      ...bands.map(({ from, to, likely }) => ({
        type: "line",
        silent: true,
        symbol: "none",
        data: [
          [from, from * likely],
          [to, to * likely],
        ],
        lineStyle: { color: palette.accent, width: 2 },
      })),
      {
        type: "scatter",
        symbolSize: 8,
        itemStyle: { color: palette.data, borderColor: palette.ground, borderWidth: 1 },
        data: work.map(({ estimate, actual, label }) => ({ name: label, value: [estimate, actual] })),
        tooltip: {
          formatter: ({ name, value }: { name: string; value: number[] }) =>
            `${name ? `${escaped(name)}<br>` : ""}Estimated ${formatNumber(value[0] ?? 0)}, took ${formatNumber(value[1] ?? 0)} ${escaped(unit)}`,
        },
      },
    ],
  };
}

/** Names come in with files, and a tooltip is HTML. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

interface Props {
  team: string;
  report: EffortReport;
  corrections: readonly Correction[];
  work: readonly Estimate[];
  /** How much there is; the picture holds the latest of it. */
  total: number;
}

/** What a team's work took against what it was estimated at. */
export function EffortChart({ team, report, corrections, work, total }: Props): ReactNode {
  const { unit } = report;
  const drawn = useMemo(() => {
    const reach = reachOf(work);
    return { work, reach, unit, bands: bandsOf(corrections, report, reach.x) };
  }, [work, corrections, report, unit]);
  const option = useCallback((palette: ChartPalette) => drawEfforts(drawn, palette), [drawn]);
  const table = useMemo(
    () => ({
      columns: ["Work", "Finished on", "Estimated", "Took"],
      rows: work.map((each) => [each.label, each.finished_on, each.estimate, each.actual]),
    }),
    [work],
  );
  const latest = work.length < total ? `the latest ${work.length} of ${total}` : plural(total, "piece");
  return (
    <Chart
      name={`Estimates of ${team || "no team"}`}
      height={320}
      says={`What work took against its estimate, ${latest}. ${corrections.map((each) => each.words).join(" ")}`}
      option={option}
      table={table}
      method={{
        name: "Correction by team and size",
        formula: "log(actual ÷ estimate) = mean + team + size + team at that size",
        from: `Each effect is shrunk by how little stands behind it (empirical Bayes). The blue line is the corrected estimate; eight of ten pieces come out in the band. Shown: ${latest}.`,
      }}
    />
  );
}
