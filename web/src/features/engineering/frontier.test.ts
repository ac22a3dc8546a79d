import { expect, test } from "vitest";
import { adviceAt, moved, pathThrough, uncut } from "./frontier";

const slices = [
  { value_percent: 58, effort_percent: 13 },
  { value_percent: 22, effort_percent: 7 },
  { value_percent: 20, effort_percent: 80 },
];

test("the path begins at nothing and adds up each slice", () => {
  expect(pathThrough(slices)).toEqual([
    { effort: 0, value: 0 },
    { effort: 13, value: 58 },
    { effort: 20, value: 80 },
    { effort: 100, value: 100 },
  ]);
});

test("the same slices in another order lead to the same end by another way", () => {
  const back = pathThrough(slices.toReversed());
  expect(back[1]).toEqual({ effort: 80, value: 20 });
  expect(back.at(-1)).toEqual({ effort: 100, value: 100 });
});

test("without slices the path is its beginning", () => {
  expect(pathThrough([])).toEqual([{ effort: 0, value: 0 }]);
});

test("at the knee the first slices are shipped, and the next one is looked at again", () => {
  const cut = (title: string, is_shipped = false) => ({
    title,
    is_shipped,
    value_percent: 50,
    effort_percent: 50,
  });
  const two = [cut("Read"), cut("Write")];
  expect(adviceAt(1, two)).toBe("Ship “Read” first, then look again before “Write”.");
  expect(adviceAt(2, two)).toBe("Ship “Read” and “Write” first.");
  expect(adviceAt(1, [cut("Read", true), cut("Write")])).toBe("They are shipped: look again before “Write”.");
  expect(adviceAt(0, two)).toBe("");
});

test("a slice moves one place and stays at the end of the list", () => {
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], 2, 1)).toEqual(["a", "b", "c"]);
  expect(moved(["a", "b", "c"], 0, -1)).toEqual(["a", "b", "c"]);
});

test("what nobody has cut yet is told, and rounding is not", () => {
  expect(uncut({ value_percent: 80, effort_percent: 100 })).toEqual({ value_percent: 20, effort_percent: 0 });
  expect(uncut({ value_percent: 99.999, effort_percent: 100 })).toBeNull();
});
