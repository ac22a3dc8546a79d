import { formatNumber } from "@/shared/format/format";
import type { Row } from "./kinds";

/** A band over this many ranks is open: the place is not settled. In long lists it is a tenth of them. */
export function isOpenBand(low: number, high: number, count: number): boolean {
  return high - low + 1 >= Math.max(7, Math.ceil(count / 10));
}

export interface Axis {
  count: number;
  width: number;
  pad: number;
}

export function placeOn({ count, width, pad }: Axis, rank: number): number {
  return pad + ((rank - 1) / Math.max(1, count - 1)) * (width - 2 * pad);
}

/** The ranks that are written over the axis: the first, the last, and whole steps between. */
export function ticksOf(count: number): number[] {
  if (count <= 1) return [1];
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((each) => (count - 1) / each <= 6) ?? 1000;
  const ticks: number[] = [];
  const base = step > 2 ? 0 : 1;
  for (let rank = base; rank < count - step / 2; rank += step) ticks.push(Math.max(1, rank));
  return [...ticks, count];
}

export function saysBand({ place }: Pick<Row, "place">): string {
  const { rank, rank_low: low, rank_high: high } = place;
  if (rank === null) return "No rank";
  if (low === null || high === null) return `Rank ${rank}`;
  if (low === high) return `Rank ${rank}; 80 of 100 re-scorings leave it there`;
  return `Rank ${rank}; 80 of 100 re-scorings between ${low} and ${high}`;
}

/** "> 99", "85", "< 1": a chance without the digits that it does not have. */
export function formatChance(share: number): string {
  if (share > 0.99 && share < 1) return "> 99";
  if (share < 0.01 && share > 0) return "< 1";
  return formatNumber(share * 100, { digits: 0 });
}

/** The place that a move by one step asks for; null where there is none. */
export function stepFrom(row: Row, step: 1 | -1, count: number): number | null {
  const { position } = row.place;
  if (position === null) return null;
  const place = position + step;
  return place >= 1 && place <= count ? place : null;
}
