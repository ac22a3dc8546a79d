import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useCallback } from "react";
import { Chart, type ChartTable } from "@/shared/charts/chart";
import type { ChartPalette } from "@/shared/charts/palette";
import { withinSentence } from "@/shared/format/format";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { useRows } from "../api";
import { formatScore, type Head } from "../kinds";
import { pointsOf } from "../points";
import { formatRating } from "../scores";

/** Names are written beside the points as long as they do not cover one another. */
const namedAtMost = 25;

/** What it brings against what it takes: the best stand at the upper left. */
export function ValueEffort({ head }: { head: Head }): ReactNode {
  const { id } = head.scoring_round;
  const { data, error, refetch } = useRows(id, { decided: "kept", sort: "position" });
  const cost = head.columns.find(({ is_cost }) => is_cost);
  const points = pointsOf(head, data?.items ?? []);
  const across = cost?.label ?? "Effort";
  const isPhone = useMediaQuery("(max-width: 720px)") ?? false;
  const furthest = Math.max(0, ...points.map(({ effort }) => effort));
  const option = useCallback(
    (palette: ChartPalette) => ({
      grid: { top: 28, bottom: 28, right: 24 },
      tooltip: {
        trigger: "item",
        formatter: ({ data: point }: { data: { name: string; value: number[] } }) =>
          `${point.name}: value ${formatRating(point.value[1] ?? 0)}, ${withinSentence(across)} ${formatRating(point.value[0] ?? 0)}`,
      },
      xAxis: { type: "value", name: across, nameLocation: "middle", nameGap: 24, min: 0 },
      yAxis: { type: "value", name: "Value", min: 0 },
      series: [
        {
          type: "scatter",
          symbolSize: 9,
          itemStyle: { color: palette.data, opacity: 0.75 },
          data: points.map((point) => ({
            name: point.title,
            value: [point.effort, point.value],
            label: { position: point.effort > furthest / 2 ? "left" : "right" },
          })),
          label: {
            show: points.length <= namedAtMost,
            formatter: ({ name }: { name: string }) => name,
            color: palette.ink2,
            fontSize: 11,
            width: isPhone ? 130 : 260,
            overflow: "truncate",
          },
          labelLayout: { hideOverlap: true },
        },
      ],
    }),
    [points, across, furthest, isPhone],
  );
  if (error && !data) return <ProblemState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={6} />;
  if (!cost || points.length === 0)
    return (
      <EmptyState
        icon="prioritization"
        title={cost ? "Nothing to draw yet" : "This model has no column that divides"}
      >
        {cost
          ? "Candidates appear here once their columns are revealed."
          : "Without something that stands for the time things take there is no effort to draw value against."}
      </EmptyState>
    );
  const table: ChartTable = {
    columns: ["Candidate", "Value", across, "Score"],
    rows: points.map((point) => [
      point.title,
      formatRating(point.value),
      formatRating(point.effort),
      formatScore(point.score),
    ]),
  };
  const best = points[0];
  return (
    <Chart
      name="Value and effort"
      says={`${points.length} candidates, value against ${withinSentence(across)}; ${best?.title} has the highest score.`}
      option={option}
      table={table}
      height={440}
      method={{
        name: "Value against effort",
        formula: head.model.formula_words,
        from: `Value is the score times ${withinSentence(across)}: what the formula has above its line. The first hundred of the list are drawn.`,
      }}
    />
  );
}
