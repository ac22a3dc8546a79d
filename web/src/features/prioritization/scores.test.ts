import { expect, test } from "vitest";
import type { Model, Row } from "./kinds";
import { raterDots, scoreOf, splitColumns, workings } from "./scores";

const model: Model = {
  name: "WSJF",
  formula_words: "(Value + Risk) ÷ Effort",
  scale: [1, 2, 3, 5, 8, 13, 20],
  columns: [
    { key: "value", label: "Value", is_cost: false },
    { key: "risk", label: "Risk", is_cost: false },
    { key: "effort", label: "Effort", is_cost: true },
  ],
};
const ann = { id: "1", name: "Ann" };
const bob = { id: "2", name: "Bob" };
const row: Row = {
  candidate_id: 1,
  node: {
    id: "n",
    kind: "initiative",
    key: "INI-1",
    title: "Tour",
    domain: "roadmap",
    plural: "initiatives",
    state: "Idea",
    archived_at: null,
  },
  score: 4,
  rank: 1,
  spread: 1,
  columns: [
    {
      column: "value",
      mean: 7.5,
      spread: 7.8,
      given: [
        { member: ann, value: 13 },
        { member: bob, value: 2 },
      ],
    },
    { column: "risk", mean: 8, spread: 0, given: [{ member: ann, value: 8 }] },
    {
      column: "effort",
      mean: 4,
      spread: 1.4,
      given: [
        { member: ann, value: 3 },
        { member: bob, value: 5 },
      ],
    },
  ],
  missing: [],
  missing_raters: [],
  own: {},
  own_reason: "",
  reasons: [],
  decision: null,
};

test("gains add and the cost divides; a missing column leaves no score", () => {
  expect(scoreOf(model, { value: 13, risk: 8, effort: 3 })).toBe(7);
  expect(scoreOf(model, { value: 13, effort: 3 })).toBeNull();
});

test("the workings can be checked by eye", () => {
  expect(workings(model, { value: 13, risk: 8, effort: 6 }, 3.5)).toBe("(13 + 8) ÷ 6 = 3.50");
  expect(workings(model, { value: 13 }, null)).toBe("(13 + ?) ÷ ?");
});

test("a rater who gave some columns is shown with the means of the rest", () => {
  expect(raterDots(model, row).map(({ name, score }) => [name, score])).toEqual([
    ["Ann", 7],
    ["Bob", 2],
  ]);
});

test("raters three steps apart are split", () => {
  expect(splitColumns(model, row)).toEqual(["value"]);
});
