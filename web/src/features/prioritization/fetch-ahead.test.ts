import { expect, test } from "vitest";
import { AHEAD, isPassing, oneByOne, pagesAhead, type View } from "./fetch-ahead";

const rest: View = { from: 0, to: 26, pace: 0 };

function knowing({ asked = [], outdated = [] }: { asked?: number[]; outdated?: number[] } = {}) {
  return {
    wasAsked: (page: number) => asked.includes(page) || outdated.includes(page),
    isOutdated: (page: number) => outdated.includes(page),
  };
}

const nothing = knowing();

test("at rest, the pages around those looked at are fetched, the nearest first and the one below before the one above", () => {
  expect(pagesAhead(rest, 480, nothing)).toEqual([1, 2, 3, 4]);
  expect(pagesAhead({ from: 190, to: 216, pace: 0 }, 700, nothing)).toEqual([3, 0, 4, 5, 6]);
});

test("what was asked for is not asked for again", () => {
  expect(pagesAhead(rest, 480, knowing({ asked: [1, 3] }))).toEqual([2, 4]);
  expect(pagesAhead(rest, 480, knowing({ asked: [1, 2, 3, 4] }))).toEqual([]);
});

test("a list of one page, or of none, is not fetched ahead", () => {
  expect(pagesAhead(rest, 27, nothing)).toEqual([]);
  expect(pagesAhead(rest, 100, nothing)).toEqual([]);
  expect(pagesAhead({ ...rest, pace: 3 }, 0, nothing)).toEqual([]);
});

test("two thousand rows are fetched wholly, twenty thousand only around what is looked at", () => {
  expect(pagesAhead(rest, 2_000, nothing)).toHaveLength(19);
  const far = pagesAhead({ from: 10_000, to: 10_026, pace: 0 }, 20_000, nothing);
  expect(far).toHaveLength(AHEAD);
  expect([Math.min(...far), Math.max(...far)]).toEqual([85, 115]);
});

test("while the list moves, only what is in view and two pages next to it are worth a request", () => {
  expect(pagesAhead({ from: 990, to: 1_016, pace: 3 }, 20_000, nothing)).toEqual([9, 10, 11, 8]);
  expect(pagesAhead({ from: 990, to: 1_016, pace: 3 }, 20_000, knowing({ asked: [8, 9, 10, 11] }))).toEqual(
    [],
  );
});

test("what changed is asked for again where somebody moves to, and not by all who only look on", () => {
  const changed = knowing({ outdated: Array.from({ length: 20 }, (_, page) => page) });
  expect(pagesAhead(rest, 2_000, changed)).toEqual([]);
  expect(pagesAhead({ ...rest, pace: 1 }, 2_000, changed)).toEqual([0, 1, 2]);
});

test("rows pass from three a frame", () => {
  expect([0, 1, 2, 3, 30].map((pace) => isPassing({ ...rest, pace }))).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
});

test("pieces of work are done one by one, and none after it was stopped", async () => {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const waiting = [1, 2, 3];
  const { wake, stop } = oneByOne(() => {
    const piece = waiting.shift();
    if (piece === undefined) return null;
    begun.push(piece);
    return new Promise((end) => ends.push(end));
  });
  const idle = () => new Promise((then) => setTimeout(then, 80));
  wake();
  wake();
  await idle();
  expect(begun).toEqual([1]);
  ends.shift()?.();
  await idle();
  expect(begun).toEqual([1, 2]);
  stop();
  ends.shift()?.();
  await idle();
  expect(begun).toEqual([1, 2]);
  wake();
  await idle();
  expect(begun).toEqual([1, 2, 3]);
});
