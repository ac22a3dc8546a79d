import { expect, test } from "vitest";
import {
  dayOf,
  extentOf,
  fitAxis,
  growDates,
  isoOf,
  linkPath,
  makeAxis,
  placeBar,
  shiftDates,
  ticksOf,
  widthOf,
  xOf,
} from "./axis";

const today = dayOf("2026-03-03");

test("a day survives the way to a number and back", () => {
  for (const iso of ["1970-01-01", "2024-02-29", "2026-03-29", "2026-12-31"])
    expect(isoOf(dayOf(iso))).toBe(iso);
});

test("the axis runs over whole quarters around all dates, with room after the last", () => {
  const axis = makeAxis([dayOf("2025-11-20"), dayOf("2026-05-02")], today, "quarter");
  expect([isoOf(axis.from), isoOf(axis.to)]).toEqual(["2025-10-01", "2026-10-01"]);
});

test("a date centuries away does not stretch the axis", () => {
  const axis = makeAxis([dayOf("1970-01-01"), dayOf("8999-12-31")], today, "month");
  expect((axis.to - axis.from) / 365).toBeLessThan(7);
});

test("without any date the axis stands around today", () => {
  const axis = makeAxis([], today, "quarter");
  expect(axis.from).toBeLessThanOrEqual(today);
  expect(axis.to).toBeGreaterThan(today);
});

test("the head names every quarter and month once, each where it begins", () => {
  const axis = makeAxis([dayOf("2025-12-31"), dayOf("2026-01-01")], dayOf("2026-01-01"), "month");
  const { quarters, months } = ticksOf(axis);
  expect(quarters.map(({ label }) => label)).toEqual(["Q4 2025", "Q1 2026", "Q2 2026"]);
  expect(months.map(({ label }) => label)).toEqual([
    "Oct",
    "Nov",
    "Dec",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
  ]);
  expect(quarters.map(({ day }) => isoOf(day))).toEqual(["2025-10-01", "2026-01-01", "2026-04-01"]);
});

test("a bar lies from its start to its target", () => {
  const axis = makeAxis([], today, "month");
  const extent = extentOf({ starts_on: "2026-03-10", target_on: "2026-03-20", effort_weeks: 9 });
  expect(extent).toEqual({ from: dayOf("2026-03-10"), to: dayOf("2026-03-20"), open: null });
  if (!extent) throw new Error("it has dates");
  expect(placeBar(axis, extent)).toEqual({ left: xOf(axis, extent.from), width: 10 * axis.perDay });
});

test("an open end is as far away as the effort says, and two weeks where nothing does", () => {
  const at = dayOf("2026-03-10");
  expect(extentOf({ starts_on: "2026-03-10", target_on: null, effort_weeks: 3 })).toEqual({
    from: at,
    to: at + 21,
    open: "end",
  });
  expect(extentOf({ starts_on: null, target_on: "2026-03-10", effort_weeks: null })).toEqual({
    from: at - 14,
    to: at,
    open: "start",
  });
  expect(extentOf({ starts_on: null, target_on: null, effort_weeks: 3 })).toBeNull();
});

test("a bar beyond the axis is a stub at its edge, and a bar of a day can be seen", () => {
  const axis = makeAxis([], today, "quarter");
  const after = placeBar(axis, { from: axis.to + 100, to: axis.to + 200 });
  expect(after.left + after.width).toBe(widthOf(axis));
  const before = placeBar(axis, { from: axis.from - 200, to: axis.from - 100 });
  expect(before.left).toBe(0);
  expect(placeBar(axis, { from: today, to: today }).width).toBeGreaterThan(0);
});

test("dates move together, over the end of a month and a change of clocks; what is open stays open", () => {
  expect(shiftDates({ starts_on: "2026-03-28", target_on: "2026-03-31" }, 2)).toEqual({
    starts_on: "2026-03-30",
    target_on: "2026-04-02",
  });
  expect(shiftDates({ starts_on: null, target_on: "2026-03-01" }, -1)).toEqual({
    starts_on: null,
    target_on: "2026-02-28",
  });
});

test("a line goes straight where there is room, and around where what waits starts too early", () => {
  expect(linkPath({ x: 100, y: 10 }, { x: 200, y: 50 })).toBe("M100 10H192V50H200");
  expect(linkPath({ x: 100, y: 10 }, { x: 60, y: 50 })).toBe("M100 10h8V30H52V50H60");
});

test("another end leaves the start, makes a guessed end a date, and never lies before the start", () => {
  const both = { starts_on: "2026-03-02", target_on: "2026-03-20", effort_weeks: null };
  expect(growDates(both, 5)).toEqual({ starts_on: "2026-03-02", target_on: "2026-03-25" });
  expect(growDates(both, -90)).toEqual({ starts_on: "2026-03-02", target_on: "2026-03-02" });
  expect(growDates({ ...both, target_on: null, effort_weeks: 1 }, 2).target_on).toBe("2026-03-11");
  expect(growDates({ ...both, target_on: null }, 0).target_on).toBeNull();
  expect(growDates({ ...both, starts_on: null }, -90)).toEqual({ starts_on: null, target_on: "2025-12-20" });
});

test("an axis is fitted to a sheet, and names only what there is room for", () => {
  const axis = fitAxis([dayOf("2022-02-01"), dayOf("2030-01-01")], today, 640);
  expect(widthOf(axis)).toBeCloseTo(640);
  const { quarters, months } = ticksOf(axis);
  const named = quarters.filter(({ label }) => label);
  expect(640 / named.length).toBeGreaterThan(52);
  expect(named.length).toBeGreaterThan(4);
  expect(months.every(({ label }) => label === "")).toBe(true);
  const near = fitAxis([today], today, 640);
  expect(ticksOf(near).months.map(({ label }) => label)).toEqual(["Jan", "Feb", "Mar"]);
});
