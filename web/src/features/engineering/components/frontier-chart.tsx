import { type ReactNode, useCallback } from "react";
import { Chart } from "@/shared/charts/chart";
import type { ChartPalette } from "@/shared/charts/palette";
import { formatPercent } from "@/shared/format/format";
import type { Plan } from "../api";
import { type Point, pathThrough } from "../frontier";
import type { Slice } from "../words";

const whole = { digits: 0 };

export function percent(value: number): string {
  return formatPercent(value / 100, whole);
}

function pair({ effort, value }: Point): [number, number] {
  return [effort, value];
}

interface Drawn {
  best: readonly Point[];
  knee: number;
  /** The way as the slices are ordered now, where that is another one. */
  now: readonly Point[] | null;
}

const axis = { type: "value", min: 0, max: 100, interval: 25 } as const;

/** The slices before the knee are filled, and what they take and bring is marked. */
function drawFrontier({ best, knee, now }: Drawn, palette: ChartPalette) {
  const at = knee > 0 ? best[knee] : undefined;
  const dot = (point: Point, index: number) => {
    const isWorth = index <= knee;
    return {
      value: pair(point),
      symbol: index === 0 ? "none" : "circle",
      label: { show: index > 0, formatter: String(index), color: isWorth ? palette.ground : palette.ink2 },
      itemStyle: {
        color: isWorth ? palette.accent : palette.ground,
        borderColor: isWorth ? palette.accent : palette.ink3,
        borderWidth: 1,
      },
    };
  };
  const dashed = { color: palette.accent, type: "dashed", width: 1 };
  return {
    grid: { left: 4, right: 24, top: 32, bottom: 24 },
    tooltip: { show: false },
    xAxis: {
      ...axis,
      name: "of the effort",
      nameLocation: "middle",
      nameGap: 26,
      axisLabel: { formatter: "{value} %" },
    },
    yAxis: {
      ...axis,
      name: "of the value",
      nameTextStyle: { align: "left" },
      nameGap: 14,
      axisLabel: { formatter: "{value} %" },
    },
    series: [
      ...(now
        ? [
            {
              name: "In the order of now",
              type: "line",
              data: now.map(pair),
              symbol: "none",
              silent: true,
              lineStyle: { color: palette.data2, type: "dashed", width: 1.5 },
            },
          ]
        : []),
      {
        name: "Most value first",
        type: "line",
        data: best.map(dot),
        symbolSize: 18,
        cursor: "default",
        silent: true,
        label: { position: "inside", fontSize: 11, fontWeight: 600 },
        lineStyle: { color: palette.data, width: 2 },
        markArea: at && {
          silent: true,
          itemStyle: { color: palette.band },
          data: [[{ xAxis: 0 }, { xAxis: at.effort }]],
        },
        markLine: at && {
          silent: true,
          symbol: "none",
          label: { show: false },
          lineStyle: dashed,
          data: [
            [{ coord: [0, at.value] }, { coord: pair(at) }],
            [{ coord: [at.effort, 0] }, { coord: pair(at) }],
          ],
        },
        markPoint: at && {
          silent: true,
          symbol: "circle",
          symbolSize: 1,
          data: [{ coord: [at.effort, 12] }],
          label: {
            show: true,
            position: at.effort > 60 ? "left" : "right",
            distance: 8,
            formatter: `${percent(at.value)} of the value\nfor ${percent(at.effort)} of the effort`,
            color: palette.ink2,
            fontSize: 11,
            lineHeight: 16,
          },
        },
      },
    ],
  };
}

/** Value so far over effort so far, the best slice first: where it bends, more stops to be cheap. */
export function FrontierChart({ plan, inOrder }: { plan: Plan; inOrder: readonly Slice[] }): ReactNode {
  const option = useCallback(
    (palette: ChartPalette) => {
      const best = pathThrough(plan.slices.map(({ slice }) => slice));
      const now = plan.is_in_this_order ? null : pathThrough(inOrder);
      return drawFrontier({ best, knee: plan.knee, now }, palette);
    },
    [plan, inOrder],
  );
  return (
    <Chart
      says={`Value so far over effort so far, ${plan.slices.length} slices. ${plan.words}`}
      name={`Slices of ${plan.initiative.title}`}
      option={option}
      height={260}
      table={{
        columns: ["Slice", "Value", "Effort", "Value so far", "Effort so far"],
        rows: plan.slices.map(({ slice, value_so_far, effort_so_far }) => [
          slice.title,
          percent(slice.value_percent),
          percent(slice.effort_percent),
          percent(value_so_far),
          percent(effort_so_far),
        ]),
      }}
      method={{
        name: "Frontier of value by effort",
        formula: "most value by effort first, none before what it waits for",
        from: "The knee is where value so far runs furthest ahead of effort so far.",
      }}
    />
  );
}
