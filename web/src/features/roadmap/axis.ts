import type { Dates } from "./timeline-api";

/** Days are whole numbers since 1970, so that bars are placed without time zones. */
export function dayOf(iso: string): number {
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / 86_400_000);
}

export function isoOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

export type Zoom = "month" | "quarter";

/** From the first day to the one after the last, at so many pixels a day. */
export interface Axis {
  from: number;
  to: number;
  perDay: number;
}

export interface Tick {
  day: number;
  label: string;
}

const scales: Record<Zoom, number> = { month: 8, quarter: 2.5 };
const yearsShown = { before: 2, after: 4 };
const daysOfYear = 366;
const guessedDays = 14;
const daysOfWeek = 7;
const monthNames = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });

function monthStart(day: number, months = 0): number {
  const date = new Date(day * 86_400_000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / 86_400_000;
}

function quarterStart(day: number, quarters = 0): number {
  const month = new Date(day * 86_400_000).getUTCMonth();
  return monthStart(day, quarters * 3 - (month % 3));
}

/** The quarters of these days and no more, in so many pixels. */
export function fitAxis(days: readonly number[], today: number, width: number): Axis {
  const { from, to } = makeAxis(days, today, "quarter");
  const last = quarterStart(to, -1);
  return { from, to: last, perDay: width / (last - from) };
}

/** Whole quarters around all dates and today; what lies years away does not stretch it. */
export function makeAxis(days: readonly number[], today: number, zoom: Zoom): Axis {
  const first = Math.max(Math.min(today, ...days), today - yearsShown.before * daysOfYear);
  const last = Math.min(Math.max(today, ...days), today + yearsShown.after * daysOfYear);
  return { from: quarterStart(first), to: quarterStart(last, 2), perDay: scales[zoom] };
}

export function xOf(axis: Axis, day: number): number {
  return (day - axis.from) * axis.perDay;
}

export function widthOf(axis: Axis): number {
  return (axis.to - axis.from) * axis.perDay;
}

function starts(axis: Axis, next: (day: number) => number): number[] {
  const days: number[] = [];
  for (let day = axis.from; day < axis.to; day = next(day)) days.push(day);
  return days;
}

const roomForQuarter = 56;
const roomForMonth = 28;
const daysOfQuarter = 90;
const daysOfMonth = 28;

function nameQuarter(day: number): string {
  const date = new Date(day * 86_400_000);
  return `Q${Math.floor(date.getUTCMonth() / 3) + 1} ${date.getUTCFullYear()}`;
}

/** "Q1 2026" and the months beneath: the two lines of the head. Where there is no room, fewer are named. */
export function ticksOf(axis: Axis): { quarters: Tick[]; months: Tick[] } {
  const everyQuarter = Math.max(1, Math.ceil(roomForQuarter / (daysOfQuarter * axis.perDay)));
  const namesMonths = daysOfMonth * axis.perDay >= roomForMonth;
  const quarters = starts(axis, (day) => quarterStart(day, 1)).map((day, index) => ({
    day,
    label: index % everyQuarter === 0 ? nameQuarter(day) : "",
  }));
  const months = starts(axis, (day) => monthStart(day, 1)).map((day) => ({
    day,
    label: namesMonths ? monthNames.format(day * 86_400_000) : "",
  }));
  return { quarters, months };
}

export interface Extent {
  from: number;
  to: number;
  /** Which end is a guess, because only the other has a date. */
  open: "start" | "end" | null;
}

/** From when until when something is drawn. An open end is as far away as its effort, or else two weeks. */
export function extentOf(item: Dates & { effort_weeks: number | null }): Extent | null {
  const length = Math.max(daysOfWeek, (item.effort_weeks ?? guessedDays / daysOfWeek) * daysOfWeek);
  const { starts_on: start, target_on: target } = item;
  if (start && target) return { from: dayOf(start), to: Math.max(dayOf(start), dayOf(target)), open: null };
  if (start) return { from: dayOf(start), to: dayOf(start) + length, open: "end" };
  if (target) return { from: dayOf(target) - length, to: dayOf(target), open: "start" };
  return null;
}

export interface Bar {
  left: number;
  width: number;
}

const narrowest = 8;

/** Where a bar lies on the axis; what lies beyond it is a stub at the edge. */
export function placeBar(axis: Axis, { from, to }: Pick<Extent, "from" | "to">): Bar {
  const whole = widthOf(axis);
  const clamp = (x: number) => Math.min(Math.max(x, 0), whole);
  const left = Math.min(clamp(xOf(axis, from)), whole - narrowest);
  return { left, width: Math.max(narrowest, clamp(xOf(axis, to)) - left) };
}

/** The same dates some days later or earlier; what is open stays so. */
export function shiftDates({ starts_on, target_on }: Dates, days: number): Dates {
  const shift = (iso: string | null) => iso && isoOf(dayOf(iso) + days);
  return { starts_on: shift(starts_on), target_on: shift(target_on) };
}

/** The same start with an end some days later or earlier, never before the start. A guessed end becomes one. */
export function growDates(item: Dates & { effort_weeks: number | null }, days: number): Dates {
  const extent = extentOf(item);
  if (!extent || days === 0) return { starts_on: item.starts_on, target_on: item.target_on };
  const first = item.starts_on ? extent.from : Number.NEGATIVE_INFINITY;
  return { starts_on: item.starts_on, target_on: isoOf(Math.max(first, extent.to + days)) };
}

const out = 8;

/** A line from the end of one bar to the start of another; it goes around where there is no room between them. */
export function linkPath(from: { x: number; y: number }, to: { x: number; y: number }): string {
  if (to.x >= from.x + 2 * out) return `M${from.x} ${from.y}H${to.x - out}V${to.y}H${to.x}`;
  const between = (from.y + to.y) / 2;
  return `M${from.x} ${from.y}h${out}V${between}H${to.x - out}V${to.y}H${to.x}`;
}
