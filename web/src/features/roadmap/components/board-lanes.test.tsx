import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { serve } from "@/testing/server";
import { show } from "@/testing/show";
import { type Board, type Card, initiative } from "../kinds";
import { BoardLanes } from "./board-lanes";

function cardOf(id: string, horizon: "now" | "next", position: number): Card {
  return {
    initiative: {
      id,
      key: id,
      title: `Work ${id}`,
      version: 1,
      state: "committed",
      outcome: null,
      horizon,
      position,
      confidence: null,
      starts_on: null,
      target_on: null,
      not_before_on: null,
      deadline_on: null,
      owner: null,
      team: null,
      milestone: null,
      effort_weeks: null,
      custom_fields: {},
      by_hand: null,
    },
    key_results: [],
    blocked_by: [],
    decision: null,
    stale_days: 0,
  };
}

const now = ["a", "b", "c"].map((id, index) => cardOf(id, "now", index));
const board: Board = {
  lanes: [
    { horizon: "now", cards: now, effort_weeks: 0, unsized: 3 },
    { horizon: "next", cards: [cardOf("d", "next", 0)], effort_weeks: 0, unsized: 1 },
    { horizon: "later", cards: [], effort_weeks: 0, unsized: 0 },
  ],
  unplaced: [],
  declined: [],
};

/** The cards of the first lane lie one below the other, each 90 pixels high with a gap of 10. */
function draw() {
  const calls = serve({
    "GET /api/graph/chains": () => [],
    "POST /api/roadmap/initiatives/{id}/move": () => ({}),
  });
  show(<BoardLanes board={board} filter={{}} mayEdit />, { kinds: [initiative] });
  const lane = screen.getByRole("region", { name: "Now" });
  const cards = within(lane).getAllByRole("article");
  cards.forEach((card, index) => {
    card.getBoundingClientRect = () => new DOMRect(0, index * 100, 200, 90);
  });
  return { lane, cards, moves: () => calls.filter(({ method }) => method === "POST") };
}

function lift(card: HTMLElement): void {
  fireEvent.dragStart(card, { dataTransfer: { setData: () => undefined } });
}

/** jsdom has no drag events, but a mouse's say as much about where it is. */
function drag(over: HTMLElement, clientY: number): void {
  fireEvent(over, new MouseEvent("dragover", { bubbles: true, cancelable: true, clientY }));
}

function marked(): string[] {
  return screen
    .getAllByRole("article")
    .filter(({ dataset }) => dataset.target)
    .map(({ textContent }) => textContent ?? "");
}

test("a card dropped in the gap between two others comes between them", async () => {
  const { lane, cards, moves } = draw();
  const [first, second, third] = cards as [HTMLElement, HTMLElement, HTMLElement];
  lift(first);
  drag(second, 170);
  drag(lane, 195);
  expect(marked()).toEqual([third.textContent]);
  fireEvent.drop(lane);
  expect(marked()).toEqual([]);
  await waitFor(() =>
    expect(moves().map(({ path, body }) => [path, body])).toEqual([
      ["/api/roadmap/initiatives/a/move", { horizon: "now", index: 1, reason: "" }],
    ]),
  );
});

test("below the last card is the end of the lane", async () => {
  const { lane, cards, moves } = draw();
  lift(cards[0] as HTMLElement);
  drag(lane, 400);
  fireEvent.drop(lane);
  await waitFor(() =>
    expect(moves().map(({ body }) => body)).toEqual([{ horizon: "now", index: 2, reason: "" }]),
  );
});

test("what is dragged in from elsewhere is no card", () => {
  const { lane, cards, moves } = draw();
  drag(cards[1] as HTMLElement, 110);
  expect(marked()).toEqual([]);
  fireEvent.drop(lane);
  expect(moves()).toEqual([]);
});
