import { expect, test } from "vitest";
import { placeCard } from "./api";
import type { Board, Card } from "./kinds";

function card(id: string, weeks: number | null = 2): Card {
  const initiative = { id, title: id, effort_weeks: weeks, horizon: null };
  return { initiative, key_results: [], blocked_by: [], decision: null } as unknown as Card;
}

const board: Board = {
  lanes: [
    { horizon: "now", cards: [card("a"), card("b")], effort_weeks: 4, unsized: 0 },
    { horizon: "next", cards: [card("c", null)], effort_weeks: 0, unsized: 1 },
  ],
  unplaced: [card("d")],
  declined: [],
};

const titles = (placed: Board) => placed.lanes.map((lane) => lane.cards.map((each) => each.initiative.id));

test("a card lies where it was dropped, and the lanes add up anew", () => {
  const placed = placeCard(board, { id: "a", horizon: "next", index: 1 });

  expect(titles(placed)).toEqual([["b"], ["c", "a"]]);
  expect(placed.lanes.map((lane) => lane.effort_weeks)).toEqual([2, 2]);
});

test("a card moves along its lane, onto the board and off it", () => {
  expect(titles(placeCard(board, { id: "b", horizon: "now", index: 0 }))[0]).toEqual(["b", "a"]);
  expect(placeCard(board, { id: "d", horizon: "now", index: 0 }).unplaced).toEqual([]);
  expect(
    placeCard(board, { id: "c", horizon: null, index: 0 }).unplaced.map((each) => each.initiative.id),
  ).toEqual(["c", "d"]);
});
