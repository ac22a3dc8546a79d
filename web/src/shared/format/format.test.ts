import { expect, test } from "vitest";
import { formatDate, formatMoment } from "./dates";
import {
  formatBytes,
  formatEstimate,
  formatMoney,
  formatNumber,
  formatPercent,
  formatRange,
  plural,
  sentenceCase,
  withinSentence,
} from "./format";

test("a negative number has a true minus and its unit a narrow space", () => {
  expect(formatNumber(-12.6, { digits: 1, unit: "%" })).toBe("−12.6\u202f%");
});

test("what rounds to zero has no sign", () => {
  expect(formatNumber(-0.04, { digits: 1, signed: true })).toBe("0.0");
});

test("a signed gain has a plus", () => {
  expect(formatPercent(0.15, { signed: true })).toBe("+15.0\u202f%");
});

test("an estimate stands before its range, which reads with to", () => {
  expect(formatEstimate(15, 9.2, 20.8, { digits: 1, signed: true, unit: "%" })).toBe(
    "+15.0\u202f% (+9.2 to +20.8)",
  );
  expect(formatRange(4.5, 9, { unit: "w" })).toBe("4.5 to 9\u202fw");
});

test("a number that is not one says so", () => {
  expect(formatNumber(Number.NaN)).toBe("not known");
});

test("sizes, money and counts carry their units", () => {
  expect(formatBytes(1_240_000)).toBe("1.2\u202fMB");
  expect(formatMoney(-1200, "EUR")).toBe("−€1,200");
  expect(plural(1, "bet")).toBe("1 bet");
  expect(plural(3, "hypothesis", "hypotheses")).toBe("3 hypotheses");
  expect(sentenceCase("not_now")).toBe("Not now");
});

const now = new Date("2026-03-03T09:00:00Z");

test("an instant is read in the workspace's zone", () => {
  expect(formatMoment("2026-03-03T07:51:00Z", "Europe/Berlin", now)).toBe("Today 08:51");
  expect(formatMoment("2026-03-02T23:30:00Z", "Europe/Berlin", now)).toBe("Today 00:30");
  expect(formatMoment("2026-03-02T15:22:00Z", "Europe/Berlin", now)).toBe("Mon 16:22");
  expect(formatMoment("2026-01-12T10:00:00Z", "Europe/Berlin", now)).toBe("12 Jan");
});

test("a day without a time belongs to no zone", () => {
  expect(formatDate("2026-03-01", "America/Los_Angeles", now)).toBe("1 Mar");
  expect(formatDate("2025-12-31", "Asia/Tokyo", now)).toBe("31 Dec 2025");
});

test("a label within a sentence begins small, and a name keeps its capitals", () => {
  expect(["Risk reduction", "ARR at risk", "iOS users"].map(withinSentence)).toEqual([
    "risk reduction",
    "ARR at risk",
    "iOS users",
  ]);
});
