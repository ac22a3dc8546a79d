import { expect, test } from "vitest";
import { speedAt } from "./edge-scroll";

const sides = { left: 264, right: 1200 };

test("in the middle nothing scrolls; nearer to a side it goes faster, and no faster than that", () => {
  expect(speedAt(700, sides)).toBe(0);
  expect(speedAt(1200 - 28, sides)).toBe(8);
  expect(speedAt(264 + 28, sides)).toBe(-8);
  expect([speedAt(3000, sides), speedAt(0, sides)]).toEqual([16, -16]);
});
