import { expect, test } from "vitest";
import type { Correction, EffortReport } from "./api";
import { bandsOf, judgementWords, reachOf, sizeWords, teamsOf } from "./efforts";

const sizes = { small_to: 3, medium_to: 6, unit: "weeks" };

function correction(team: string, size: Correction["size"], count = 1): Correction {
  const past = { estimate: 3, low: 3, took: 4, high: 5, is_small: true };
  return { team, size, low: 0.8, likely: 1.2, high: 2, count, past, words: "" };
}

test("the team with the most finished work comes first", () => {
  const corrections = [
    correction("Mail", "small", 4),
    correction("Web", "small", 3),
    correction("Web", "large", 2),
  ];
  expect(teamsOf(corrections)).toEqual(["Web", "Mail"]);
});

test("a size is told by its ends, in the unit of the work", () => {
  const words = (["small", "medium", "large"] as const).map((size) => sizeWords(size, sizes));
  expect(words).toEqual(["up to 3 weeks", "3 to 6 weeks", "over 6 weeks"]);
  expect(sizeWords("small", { ...sizes, small_to: null })).toBe("small");
});

test("bands follow one another by size, and none is drawn where a size has no room", () => {
  const corrections = [correction("Web", "large"), correction("Web", "small")];
  expect(bandsOf(corrections, sizes, 9).map(({ from, to }) => [from, to])).toEqual([
    [0, 3],
    [6, 9],
  ]);
  expect(bandsOf([correction("Web", "large")], sizes, 6)).toEqual([]);
});

test("the axes reach over all the work", () => {
  const reach = reachOf([
    { estimate: 2, actual: 9 },
    { estimate: 5, actual: 4 },
  ]);
  expect(reach.x).toBeGreaterThan(5);
  expect(reach.y).toBeGreaterThan(9);
});

test("the test on later work says what the correction does, also when it does harm", () => {
  const judged = (error_plain: number, error_corrected: number) =>
    judgementWords({ unit: "weeks", judgement: { error_plain, error_corrected } } as EffortReport);
  expect(judged(2, 1.5)).toContain("by 1.5: 25 % less");
  expect(judged(1, 1.5)).toContain("50 % more");
  expect(judged(0, 0)).toContain("no better");
  expect(judgementWords({ unit: "weeks", judgement: null })).toBe("");
});
