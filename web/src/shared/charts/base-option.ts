import type { EChartsCoreOption } from "echarts/core";
import type { ChartPalette } from "./palette";

/** What every chart has in common: quiet axes, no junk, tooltips like the rest of the page, no animation. */
export function baseOption(palette: ChartPalette): EChartsCoreOption {
  const text = { color: palette.ink3, fontSize: 11, fontFamily: palette.font };
  const axis = {
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: text,
    splitLine: { lineStyle: { color: palette.grid } },
    nameTextStyle: text,
  };
  return {
    animation: false,
    textStyle: { fontFamily: palette.font, color: palette.ink },
    color: [palette.data, palette.data2, palette.accent],
    grid: { left: 8, right: 48, top: 12, bottom: 8, containLabel: true },
    tooltip: {
      trigger: "axis",
      confine: true,
      backgroundColor: palette.float,
      borderColor: palette.line,
      padding: [8, 12],
      textStyle: { color: palette.ink, fontSize: 12, fontFamily: palette.font },
      axisPointer: { lineStyle: { color: palette.ink3 } },
    },
    xAxis: { ...axis, splitLine: { show: false } },
    yAxis: axis,
  };
}

type Part = Record<string, unknown>;

function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The chart's own option over the common one, part by part. */
export function mergeOption(base: EChartsCoreOption, own: EChartsCoreOption): EChartsCoreOption {
  const merged: Part = { ...base };
  for (const [name, value] of Object.entries(own)) {
    const under = merged[name];
    merged[name] = isPart(under) && isPart(value) ? mergeOption(under, value) : value;
  }
  return merged;
}
