import type { Scale } from "@/shared/charts/interval-band";

export interface Interval {
  low: number | null;
  value: number | null;
  high: number | null;
}

export interface Axis extends Scale {
  ticks: readonly number[];
}

const widest = 3; // times the row in the middle: one wild interval shall not flatten all others
const farthest = 1.5; // times the widest interval: a margin beyond that is told in words alone

function known(values: readonly (number | null)[]): number[] {
  return values.filter((each): each is number => each !== null && Number.isFinite(each));
}

function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** 1, 2, 2.5 or 5 times a power of ten, so that about `count` steps fill the span. */
export function niceStep(span: number, count = 6): number {
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 2.5, 5, 10].find((each) => each * power >= raw * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Round values from low to high, zero among them. */
export function ticksOf(low: number, high: number, count = 6): number[] {
  const step = niceStep(high - low, count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step || 0);
}

/** The axis that rows share: zero, every interval, and every margin that lies near them. */
export function axisOf(rows: readonly Interval[], margins: readonly number[] = []): Axis {
  const ends = rows.flatMap((row) => known([row.low, row.value, row.high]));
  const reaches = rows.map((row) => Math.max(0, ...known([row.low, row.value, row.high]).map(Math.abs)));
  const cap = widest * middleOf(reaches.filter((each) => each > 0)) || 1;
  const near = margins.filter((each) => Math.abs(each) <= farthest * Math.min(cap, Math.max(0, ...reaches)));
  const all = [0, ...near, ...ends].map((each) => Math.max(-cap, Math.min(cap, each)));
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = (high - low || 1) * 0.06;
  return { low: low - room, high: high + room, ticks: ticksOf(low - room, high + room) };
}
