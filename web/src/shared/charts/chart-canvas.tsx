import { useComputedColorScheme } from "@mantine/core";
import type { ECharts, EChartsCoreOption } from "echarts/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/shared/ui/button";
import { baseOption, mergeOption } from "./base-option";
import type { ChartTable } from "./chart";
import classes from "./chart.module.css";
import { init } from "./engine";
import { download, savePicture, toCsv } from "./export";
import { type ChartPalette, readPalette } from "./palette";

export type DrawOption = (palette: ChartPalette) => EChartsCoreOption;

interface Props {
  says: string;
  option: DrawOption;
  table: ChartTable;
  name: string;
  height: number;
  children?: ReactNode;
}

function useDrawing(option: DrawOption) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const scheme = useComputedColorScheme("light");
  useEffect(() => {
    const node = place.current;
    if (!node) return;
    const drawn = init(node, undefined, { renderer: "svg" });
    chart.current = drawn;
    const watcher = new ResizeObserver(() => drawn.resize());
    watcher.observe(node);
    return () => {
      watcher.disconnect();
      drawn.dispose();
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the palette is read again when the scheme changes
  useEffect(() => {
    const palette = readPalette();
    chart.current?.setOption(mergeOption(baseOption(palette), option(palette)), true);
  }, [option, scheme]);
  return { place, chart };
}

function Table({ table, name }: { table: ChartTable; name: string }): ReactNode {
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={name}>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.join("|")}>
              {row.map((cell, index) => (
                <td key={table.columns[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export default function ChartCanvas({ says, option, table, name, height, children }: Props): ReactNode {
  const { place, chart } = useDrawing(option);
  const [asTable, setAsTable] = useState(false);
  const file = name.toLowerCase().replaceAll(/\W+/g, "-");
  return (
    <>
      <div ref={place} role="img" aria-label={says} hidden={asTable} style={{ height }} />
      {asTable && <Table table={table} name={name} />}
      <figcaption className={classes.foot}>
        {children}
        <span className="grow" />
        <Button look="quiet" size="small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? "Chart" : "Table"}
        </Button>
        <Button
          look="quiet"
          size="small"
          onClick={() => download(`${file}.csv`, new Blob([toCsv(table)], { type: "text/csv" }))}
        >
          CSV
        </Button>
        {!asTable && (
          <Button look="quiet" size="small" onClick={() => void savePicture(chart.current, `${file}.png`)}>
            PNG
          </Button>
        )}
      </figcaption>
    </>
  );
}
