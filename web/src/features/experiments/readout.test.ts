import { expect, test } from "vitest";
import { checksOf, isWin } from "./checks";
import { asPercent, ofPercent } from "./plan";
import { groupsOf, tableOf } from "./rows";
import { effect, metric, readout, split } from "./testing";
import { isRuling, plainView, readView, writeView } from "./view";
import {
  digitsFor,
  formatChance,
  formatEffect,
  formatMargin,
  formatSpan,
  formatSureness,
  formatTick,
  formatValues,
  marginOn,
  meaningOf,
} from "./words";

test("an effect is read in percent of the control, in points of a rate, or in the metric's own unit", () => {
  expect(formatEffect(0.148, "proportion", "relative")).toBe("+14.8\u202f%");
  expect(formatEffect(0.0591, "proportion", "absolute")).toBe("+5.9\u00a0points");
  expect(formatEffect(-2.224, "mean", "absolute")).toBe("−2.22");
  expect(formatEffect(null, "mean", "absolute")).toBe("not known");
});

test("both ends of an interval have as many digits, and an open end says so", () => {
  expect(formatSpan({ low: -0.00663, high: 0.01476 }, "mean", "absolute")).toBe("−0.0066 to +0.0148");
  expect(formatSpan({ low: -0.106, high: 0.164 }, "proportion", "relative")).toBe("−10.6 to +16.4");
  expect(formatSpan({ low: null, high: 0.1 }, "proportion", "relative")).toBe("−∞ to +10.0");
});

test("values stand side by side in the same digits", () => {
  const means = effect({ control_value: 9.87, value: 10.2 });
  expect(formatValues(means, "mean")).toEqual(["9.9", "10.2"]);
  expect(formatValues(effect(), "proportion")).toEqual(["20.0\u202f%", "20.6\u202f%"]);
  expect(digitsFor(0, null)).toBe(0);
});

test("marks of an axis are as short as the step allows", () => {
  expect(formatTick(0.2, 0.2, "proportion", "relative")).toBe("+20");
  expect(formatTick(-0.025, 0.025, "proportion", "absolute")).toBe("−2.5");
  expect(formatTick(0, 0.025, "proportion", "absolute")).toBe("0");
});

test("no chance is certain", () => {
  expect([1, 0, 0.5].map(formatChance)).toEqual(["> 99.9\u202f%", "< 0.1\u202f%", "50.0\u202f%"]);
  expect(formatSureness(effect(), "bayesian")).toBe("74.4\u202f% chance to win");
  expect(formatSureness(effect({ p_value: 0.01, adjusted_p_value: 0.02 }), "fixed")).toBe("p = 0.020");
});

test("a margin stands on the side of harm, in the unit that is looked at", () => {
  expect(marginOn(metric(), 0.2, "relative")).toBe(-0.05);
  expect(marginOn(metric({ is_lower_better: true }), 0.2, "absolute")).toBeCloseTo(0.01);
  expect(marginOn(metric({ role: "primary" }), 0.2, "relative")).toBeUndefined();
  expect(formatMargin(metric())).toBe("fall of 5\u202f% accepted");
  expect(formatMargin(metric({ margin: 0.025, is_lower_better: true }))).toBe("rise of 2.5\u202f% accepted");
  expect(formatMargin(metric({ margin: null }))).toBe("no harm accepted");
});

test("a margin that is typed comes back as it was typed", () => {
  expect(["5", "2.5", "0.1", "7"].map((text) => asPercent(ofPercent(text)))).toEqual([
    "5",
    "2.5",
    "0.1",
    "7",
  ]);
  expect([ofPercent(""), ofPercent(" "), asPercent(null)]).toEqual([null, null, ""]);
});

test("relative effects share an axis, absolute ones have one for each metric", () => {
  const relative = groupsOf(readout());
  expect(relative[0]?.axis).toBe(relative[1]?.axis);
  const absolute = groupsOf(readout({ asked: { ...readout().asked, effect: "absolute" } }));
  expect(absolute[0]?.axis).not.toEqual(absolute[1]?.axis);
});

test("a segment adds a row for each level under its metric", () => {
  const off = { ...split, is_flagged: true };
  const whole = readout();
  const levels = [
    { level: "invited", srm: split, metrics: whole.metrics },
    { level: "paid", srm: off, metrics: whole.metrics },
  ];
  const [first] = groupsOf({ ...whole, levels });
  expect(first?.rows.map((row) => [row.level, row.isSplitOff])).toEqual([
    [null, false],
    ["invited", false],
    ["paid", true],
  ]);
  expect(tableOf({ ...whole, levels }).rows).toHaveLength(6);
});

test("every row of the export has a cell for each of its columns", () => {
  const table = tableOf(readout());
  expect(new Set(table.rows.map((row) => row.length))).toEqual(new Set([table.columns.length]));
});

test("a rise of the primary metric is no win while staying is undecided", () => {
  const checks = checksOf(readout());
  expect(checks.filter((check) => !check.isMet).map((check) => check.label)).toEqual([
    "No harm to retained 30 days",
  ]);
  expect(checks.at(-1)?.detail).toContain("undecided, not safe: −10.6 to +16.4");
  expect(isWin(readout())).toBe(false);
});

test("a split that is off, unread metrics and a secondary that is worse are each named", () => {
  const watched = metric({ role: "secondary", label: "speed", effects: [effect({ verdict: "worse" })] });
  const unread = metric({ label: "refunds", role: "guardrail", is_read: false, effects: [] });
  const checks = checksOf(readout({ srm: { ...split, is_flagged: true }, metrics: [watched, unread] }));
  expect(checks.map((check) => [check.label, check.isMet])).toEqual([
    ["Users are split as planned", false],
    ["The data are sound", true],
    ["A primary metric is better", false],
    ["No harm to refunds", false],
    ["Speed is not worse", false],
  ]);
});

test("guardrails that hold are no win, and unsound data are neither", () => {
  const { decision } = readout();
  const holds = {
    ...decision,
    ships: true,
    standing: "holds" as const,
    verdict: "not worse than the margin" as const,
  };
  expect(isWin(readout({ decision: holds }))).toBe(false);
  expect(meaningOf(readout({ decision: holds }))).toBe("on_track");
  expect(isWin(readout({ decision: { ...holds, verdict: "better" } }))).toBe(true);
  const blocked = { ...holds, verdict: "better" as const, is_blocked: true };
  expect(isWin(readout({ decision: blocked }))).toBe(false);
  expect(meaningOf(readout({ decision: blocked }))).toBe("off_track");
});

test("what nobody planned for is neither good nor bad, whatever moved", () => {
  const { decision } = readout();
  const worse = { ...decision, standing: "worse" as const };
  expect(meaningOf(readout({ decision: worse }))).toBe("worse");
  expect(meaningOf(readout({ decision: { ...worse, is_planned: false } }))).toBe("undecided");
});

test("the address holds what is not plain, and keeps what is not the readout's", () => {
  const view = { ...plainView, method: "fixed" as const, segment: "channel" };
  const address = writeView(new URLSearchParams("peek=1&effect=absolute"), view);
  expect(address.toString()).toBe("peek=1&method=fixed&segment=channel");
  expect(readView(address)).toEqual(view);
  expect(readView(new URLSearchParams("method=guess&cuped=maybe"))).toEqual(plainView);
});

test("a segment does not change what rules, a method does", () => {
  expect(isRuling({ ...plainView, segment: "channel" })).toBe(true);
  expect(isRuling({ ...plainView, method: "bayesian" })).toBe(false);
});
