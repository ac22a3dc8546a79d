import { expect, test } from "vitest";
import { evaluate, fillIn } from "./formula";
import { isDone, methodOf, mostDisputed, namesOf, scoreOf, shareOn, workings } from "./scores";
import { cell, head, row } from "./testing";

const values = { value: 13, risk: 8, effort: 3 };

test("a formula is counted as the server counts it", () => {
  expect(evaluate("(value + risk) / effort", values)).toBe(7);
  expect(evaluate("2 * value - risk / -effort", values)).toBeCloseTo(28.67, 2);
  expect(evaluate("max(value - 20, 0) + power(effort, 2) + min(value, risk)", values)).toBe(17);
});

test("a formula without all its numbers, or without a value, has none", () => {
  expect(scoreOf(head, { value: 13, effort: 3 })).toBeNull();
  expect(evaluate("value / effort", { value: 1, effort: 0 })).toBeNull();
  expect(evaluate("value; alert(1)", values)).toBeNull();
  expect(evaluate("constructor(value)", values)).toBeNull();
});

test("the workings can be checked by eye", () => {
  expect(workings(head, { value: 13, risk: 8, effort: 6 }, 3.5)).toBe("(13 + 8) ÷ 6 = 3.50");
  expect(workings(head, { value: 13 }, null)).toBe("(13 + ?) ÷ ?");
  expect(fillIn("a + max(b - c, 0)", (name) => name)).toBe("a + max(b − c, 0)");
});

test("the column with the widest disagreement is the one shown", () => {
  const found = mostDisputed(
    row([cell("value", { notches: 1 }), cell("risk", { notches: 4 }), cell("effort")]),
  );
  expect(found?.column).toBe("risk");
  expect(mostDisputed(row([cell("value", { raters: 1, notches: 0 })]))).toBeNull();
});

test("steps of a scale are equally far apart, and a mean stands between two of them", () => {
  const column = { scale: [1, 2, 3, 5, 8, 13, 20] };
  expect([1, 5, 20].map((value) => shareOn(column, cell("value"), value))).toEqual([0, 0.5, 1]);
  expect(shareOn(column, cell("value"), 4)).toBeCloseTo(2.5 / 6);
});

test("how a score came about names what was agreed, what is a mean and what was read", () => {
  const read = cell("effort", { raters: 0, low: 5, high: 5 });
  const { formula, inputs } = methodOf(head, row([cell("value", { agreed: 8 }), cell("risk"), read]));
  expect(formula).toBe("(8 + 5) ÷ 5 = 2.60");
  expect(inputs?.map(({ value }) => value)).toEqual(["8 (agreed)", "5 (mean of 3, 3 to 8)", "5 (read)"]);
});

test("a row is done when every column of one's own has a number", () => {
  expect(isDone({ value: 3, risk: 1 }, ["value", "risk"])).toBe(true);
  expect(isDone({ value: 3 }, ["value", "risk"])).toBe(false);
});

test("names read as a sentence, and many are counted", () => {
  const people = ["Ann", "Bob", "Cid", "Dot", "Eve"].map((name) => ({ name }));
  expect(namesOf(people.slice(0, 2))).toBe("Ann and Bob");
  expect(namesOf(people)).toBe("Ann, Bob, Cid and 2 others");
});
