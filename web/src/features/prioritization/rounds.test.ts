import { expect, test } from "vitest";
import { Problem } from "@/api/problem";
import { saysCut } from "./components/cut-row";
import { saysPrice } from "./components/override-dialog";
import { barScale } from "./components/peek/gap-bars";
import { neighbourOf } from "./components/ranked-list";
import { readNumber } from "./components/rating";
import { readProgress, withProgress } from "./live";
import { columnError, columnOf, sourceOf, sourcesOf, toModel, withColumn, withSource } from "./model-draft";
import { pointsOf } from "./points";
import { formatChance, isOpenBand, placeOn, saysBand, stepFrom, ticksOf } from "./ranks";
import { choicesOf, flip, flipAll, planRaters } from "./rater-choice";
import { cell, head, row } from "./testing";
import { formatLeft, secondsLeft } from "./time-left";
import { isWhole, queryOf, readState } from "./use-round-state";

const keys = ["value", "risk", "effort"];

test("a band is open over seven ranks, and over a tenth of a long list", () => {
  expect([isOpenBand(1, 6, 11), isOpenBand(1, 7, 11)]).toEqual([false, true]);
  expect([isOpenBand(1, 150, 2000), isOpenBand(1, 200, 2000)]).toEqual([false, true]);
});

test("the axis begins at one, ends at the last, and does not crowd", () => {
  expect(ticksOf(11)).toEqual([1, 3, 5, 7, 9, 11]);
  expect(ticksOf(1)).toEqual([1]);
  expect(ticksOf(2000).at(0)).toBe(1);
  expect(ticksOf(2000).length).toBeLessThan(9);
  expect(placeOn({ count: 11, width: 204, pad: 6 }, 11)).toBe(198);
});

test("a chance has no more digits than it means", () => {
  expect([0.999, 1, 0.853, 0.004, 0].map(formatChance)).toEqual(["> 99", "100", "85", "< 1", "0"]);
});

test("a band in words names the ranks, or says that it stays", () => {
  const { place } = row([]);
  expect(saysBand({ place })).toBe("Rank 1; 80 of 100 re-scorings between 1 and 3");
  expect(saysBand({ place: { ...place, rank_high: 1 } })).toBe(
    "Rank 1; 80 of 100 re-scorings leave it there",
  );
});

test("a step up from the top leads nowhere", () => {
  expect([stepFrom(row([]), -1, 3), stepFrom(row([]), 1, 3)]).toEqual([null, 2]);
});

test("progress moves the bars without the rows", () => {
  const progress = readProgress(
    JSON.stringify({
      revision: 9,
      state: "revealed",
      is_stale: true,
      current_column: "risk",
      columns: [{ key: "risk", state: "revealed", ends_at: null }],
      raters: [{ member_id: "ann", name: "Ann", asked: 6, scored: 4 }],
    }),
  );
  const now = progress && withProgress(head, progress);
  expect(now?.scoring_round.state).toBe("revealed");
  expect(now?.standing).toMatchObject({ revision: 9, is_stale: true });
  expect(now?.columns.map(({ state }) => state)).toEqual(["open", "revealed", "open"]);
  expect(now?.raters[0]?.scored).toBe(4);
  expect(readProgress("half a mess")).toBeNull();
});

test("raters with the same columns are asked together, and the unchanged are left alone", () => {
  let choice = choicesOf(head.raters);
  choice = flipAll(choice, "bob", keys);
  choice = flipAll(choice, "cid", keys);
  choice = flip(choice, "dot", "effort");
  expect(planRaters(choice, head.raters, keys)).toEqual({
    asked: [
      { member_ids: ["bob", "cid"], columns: keys },
      { member_ids: ["dot"], columns: ["effort"] },
    ],
    dismissed: [],
  });
  expect(planRaters(flipAll(choice, "ann", keys), head.raters, keys).dismissed).toEqual([7]);
});

test("a formula brings its columns, each with its scale and unit", () => {
  const draft = withColumn({ formula: "2 * revenue / weeks", columns: {} }, "weeks", {
    scale: "free",
    unit: "week",
  });
  expect(toModel(draft, "").columns).toEqual([
    { key: "revenue", label: "Revenue", scale: [1, 2, 3, 5, 8, 13, 20], unit: null, reads: null },
    { key: "weeks", label: "Weeks", scale: null, unit: "week", reads: null },
  ]);
  const problem = new Problem({
    status: 422,
    code: "x",
    title: "No",
    fields: { "columns.weeks": ["The unit is odd."] },
  });
  expect(columnError(problem, draft, "weeks")).toBe("The unit is odd.");
  expect(columnError(problem, draft, "revenue")).toBeUndefined();
});

test("a column that is read has no scale, and takes the number's name and unit until somebody writes others", () => {
  const readable = [{ name: "effort", label: "Effort", unit: "week", kinds: ["initiative"] }];
  const empty = { formula: "value / weeks", columns: {} };
  const effort = { key: "weeks", label: "Effort", scale: null, unit: "week", reads: "effort" };
  const [source] = sourcesOf(readable).slice(-1);
  const read = withSource(empty, "weeks", source?.value ?? "", readable);
  expect(toModel(read, "").columns?.at(1)).toEqual(effort);
  expect(sourceOf(columnOf(read, "weeks"))).toBe(source?.value);

  const named = withColumn(empty, "weeks", { label: "Team weeks", unit: "d" });
  expect(toModel(withSource(named, "weeks", source?.value ?? "", readable), "").columns?.at(1)).toEqual({
    ...effort,
    label: "Team weeks",
    unit: "d",
  });
  expect(toModel(withSource(read, "weeks", "five", readable), "").columns?.at(1)).toMatchObject({
    scale: [1, 2, 3, 4, 5],
    reads: null,
  });
});

test("the cut line says what is taken and what comes next", () => {
  const cut = {
    by: "weeks",
    capacity: 24,
    used: 23.5,
    fits: 5,
    last_position: 5,
    next_id: 6,
    next_title: "Sync",
    next_cost: 8,
  } as const;
  expect(saysCut({ cut })).toBe("23.5 of 24 team-weeks taken. Sync needs 8.");
  expect(saysCut({ cut: { ...cut, next_title: "" } })).toBe(
    "23.5 of 24 team-weeks taken. Everything ranked fits.",
  );
});

test("a model without a price says so", () => {
  expect(saysPrice({ price: null })).toContain("no price");
});

test("bars of the gap share one zero line", () => {
  const { zero, at } = barScale([1.8, -1.13]);
  expect(at(-1.13)).toBeLessThan(zero);
  expect(at(1.8) - zero).toBeCloseTo((zero - at(-1.13)) * (1.8 / 1.13));
});

test("a candidate is compared with the one below it, and the last with the one above", () => {
  const rows = [1, 2, 3].map((id) => row([], { candidate_id: id }));
  expect([neighbourOf(rows, 1), neighbourOf(rows, 3), neighbourOf(rows, 9)]).toEqual([2, 2, null]);
});

test("numbers are read as people write them", () => {
  expect([readNumber(" 2,5 "), readNumber(""), readNumber("two")]).toEqual([2.5, null, undefined]);
});

test("value is the score times what it takes", () => {
  const given = row([cell("effort", { mean: 4 })], { place: { ...row([]).place, score: 5 } });
  expect(pointsOf(head, [given])).toEqual([{ title: "Tour", effort: 4, value: 20, score: 5 }]);
  expect(pointsOf(head, [row([])])).toEqual([]);
});

test("time left counts down to the second and stops at zero", () => {
  const end = "2026-01-01T00:05:00Z";
  expect(formatLeft(secondsLeft(end, Date.parse("2026-01-01T00:00:55Z")))).toBe("4:05");
  expect(secondsLeft(end, Date.parse("2026-01-01T01:00:00Z"))).toBe(0);
  expect(formatLeft(3845)).toBe("1:04:05");
});

test("what is shown of a round stands in the address, and nonsense in it is passed over", () => {
  const state = readState(new URLSearchParams("q=tour&split=true&first=12&second=x&panel=why&view=odd"));
  expect(state).toMatchObject({ q: "tour", split: true, first: 12, second: null, panel: "why", view: null });
  expect(queryOf(state)).toEqual({
    q: "tour",
    decided: "kept",
    split: true,
    unscored: false,
    sort: "position",
  });
  expect([isWhole(state), isWhole(readState(new URLSearchParams()))]).toEqual([false, true]);
});
