import { lazy, type ReactNode, Suspense } from "react";
import { HowComputed, type Method } from "@/shared/ui/number-with-method";
import classes from "./chart.module.css";
import type { DrawOption } from "./chart-canvas";

const ChartCanvas = lazy(() => import("./chart-canvas"));

export interface ChartTable {
  columns: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}

interface Props {
  /** What the chart shows, in the sentence a screen reader needs. */
  says: string;
  /** Made from the palette, so that it follows the theme. Keep it stable with useCallback. */
  option: DrawOption;
  /** The exact values: the alternative to the picture and the CSV. */
  table: ChartTable;
  name: string;
  method?: Method;
  height?: number;
}

/** A chart with its words, its table, its export and its method. ECharts is loaded when the first one is shown. */
export function Chart({ says, option, table, name, method, height = 220 }: Props): ReactNode {
  return (
    <figure className={classes.chart}>
      <Suspense
        fallback={
          <div className={classes.waiting} style={{ height }} role="status" aria-label="Loading the chart" />
        }
      >
        <ChartCanvas says={says} option={option} table={table} name={name} height={height}>
          {method && <HowComputed method={method} />}
        </ChartCanvas>
      </Suspense>
    </figure>
  );
}
