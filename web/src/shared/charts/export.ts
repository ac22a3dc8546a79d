import type { ECharts } from "echarts/core";
import type { ChartTable } from "./chart";
import { readPalette } from "./palette";

function cell(value: string | number | null): string {
  const text = value === null ? "" : String(value);
  // A leading = + - @ would be run as a formula by a spreadsheet.
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function toCsv(table: ChartTable): string {
  return [table.columns, ...table.rows].map((row) => row.map(cell).join(",")).join("\r\n");
}

export function download(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** The drawing as a picture of twice its size. */
export async function savePicture(chart: ECharts | null, name: string): Promise<void> {
  if (!chart) return;
  const picture = new Image();
  picture.src = chart.getDataURL({ type: "svg" });
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = chart.getWidth() * 2;
  canvas.height = chart.getHeight() * 2;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.fillStyle = readPalette().ground;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => blob && download(name, blob), "image/png");
}
