import { expect, test } from "vitest";
import { draftFrom, emptyDraft, goalOf, paceOf } from "./planning";
import { effect, metric, readout } from "./testing";

const rate = { ...emptyDraft, baseline: "40", usersPerDay: "1500" };

test("what is typed in percent is sent as shares, and one question is asked", () => {
  expect(goalOf(rate)).toMatchObject({
    baseline: 0.4,
    mde: 0.05,
    users_per_day: 1500,
    traffic_share: 1,
    power: 0.8,
  });
  expect(goalOf({ ...rate, question: "margin", amount: "2.5" })).toMatchObject({ margin: 0.025 });
  expect(goalOf({ ...rate, question: "margin" })).not.toHaveProperty("mde");
  expect(goalOf({ ...rate, question: "users", amount: "20000" })).toMatchObject({ users: 20_000 });
});

test("an absolute effect on a mean is in the metric's unit, and needs no mean", () => {
  const mean = {
    ...rate,
    kind: "mean" as const,
    effect: "absolute" as const,
    baseline: "",
    deviation: "30",
    amount: "2",
  };
  expect(goalOf(mean)).toMatchObject({ baseline: null, standard_deviation: 30, mde: 2 });
  expect(goalOf({ ...mean, effect: "relative" })).toBeNull();
});

test("nothing is asked while a number is missing", () => {
  expect(goalOf(emptyDraft)).toBeNull();
  expect(goalOf({ ...rate, amount: "" })).toBeNull();
  expect(goalOf({ ...rate, variants: "1" })).toBeNull();
  expect(goalOf({ ...rate, variants: "3" })?.shares).toEqual([1, 1, 1]);
});

test("a draft begins with what the experiment knows of its primary metric", () => {
  const days = { starts_on: "2026-01-01", ends_on: "2026-01-10" };
  expect(draftFrom(readout(), days)).toMatchObject({ baseline: "40", guardrails: "1", usersPerDay: "810" });
  const spend = metric({ kind: "mean", role: "primary", effects: [effect({ control_value: 52.123456 })] });
  expect(draftFrom(readout({ metrics: [spend] }), days)).toMatchObject({
    kind: "mean",
    baseline: "52.12",
    deviation: "0.4",
  });
  const unread = metric({ role: "primary", effects: [] });
  expect(draftFrom(readout({ metrics: [unread] }), days).baseline).toBe("");
});

test("the pace of a test without its days is not guessed", () => {
  expect(paceOf(readout(), { starts_on: "2026-01-01", ends_on: null })).toBe("");
});
