import { expect, test } from "vitest";
import { axisOf, niceStep, ticksOf } from "./scales";

const narrow = { low: 0.05, value: 0.15, high: 0.24 };
const open = { low: -0.106, value: 0.029, high: 0.164 };

test("steps are round numbers, whatever the size of the span", () => {
  expect([0.79, 1.48, 60, 0.0021].map((span) => niceStep(span))).toEqual([0.2, 0.25, 10, 0.0005]);
});

test("ticks begin and end inside the axis and hold a zero without a sign", () => {
  const ticks = ticksOf(-0.27, 0.52);
  expect(ticks.map((tick) => Math.round(tick * 100))).toEqual([-20, 0, 20, 40]);
  expect(Object.is(ticks[1], 0)).toBe(true);
});

test("an axis holds zero, every interval and a margin near them", () => {
  const axis = axisOf([narrow, open], [-0.2]);
  expect(axis.low).toBeLessThan(-0.2);
  expect(axis.high).toBeGreaterThan(0.24);
  expect(axisOf([narrow]).low).toBeLessThan(0);
});

test("a margin far beyond every interval does not squeeze them", () => {
  expect(axisOf([narrow, open], [5]).high).toBeLessThan(0.4);
});

test("one wild interval is cut off and does not flatten the others", () => {
  const axis = axisOf([narrow, open, open, { low: -40, value: 0, high: 60 }]);
  expect(axis.high).toBeLessThan(1);
  expect(axis.low).toBeGreaterThan(-1);
});

test("an axis without a number still has a length", () => {
  const axis = axisOf([{ low: null, value: null, high: null }]);
  expect(axis.high).toBeGreaterThan(axis.low);
  expect(axis.ticks).toContain(0);
});
