import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { makeBet } from "@/testing/cast";
import { serve } from "@/testing/server";
import { show } from "@/testing/show";
import { Changes } from "./components/changes";
import { progressOf } from "./components/live-experiments";
import HomePage from "./home-page";
import { checkIns, endedTests, inOrder, ownMatters } from "./needs";
import type { ChangeOut, ExperimentOut, InboxItemOut, KeyResultOut, MatterOut } from "./queries";

const alice = { id: "m-1", name: "Alice" };
const bob = { id: "m-2", name: "Bob" };
const now = new Date("2026-03-03T09:00:00Z");

function makeResult(more: Partial<KeyResultOut> = {}): KeyResultOut {
  return {
    ...makeBet(1),
    kind: "key_result",
    title: "Teams active after 30 days",
    owner: alice,
    baseline: 40,
    target: 48,
    current: 40.7,
    unit: "%",
    direction: "up",
    progress: 0.09,
    expected_progress: 0.7,
    confidence: null,
    checked_in_at: null,
    status: "off_track",
    status_reason: "Far behind the straight line.",
    hints: [],
    cycle: null,
    objective: null,
    ...more,
  };
}

function makeTest(more: Partial<ExperimentOut> = {}): ExperimentOut {
  return {
    ...makeBet(2),
    kind: "experiment",
    title: "Guided setup tour",
    owner: alice,
    state: "running",
    unit: "team",
    starts_on: "2026-01-19",
    ends_on: "2026-03-01",
    results_at: null,
    results_file: "",
    outcome: null,
    outcome_reason: "",
    concluded_at: null,
    ...more,
  };
}

function makeMatter(more: Partial<MatterOut> = {}): MatterOut {
  return {
    id: "matter-1",
    sort: "concern",
    words: "Two engineers have not met a customer",
    answer: "",
    owner: alice,
    due_on: "2026-03-03",
    raised_at: "2026-02-20T10:00:00Z",
    raised_by: null,
    closed_at: null,
    closed_by: null,
    version: 1,
    ...more,
  };
}

const node = {
  id: "n-1",
  kind: "initiative",
  key: "INI-31",
  title: "Spreadsheet import",
  domain: "roadmap",
  plural: "initiatives",
  state: "",
  archived_at: null,
};

function makeItem(): InboxItemOut {
  return {
    id: "item-1",
    reason: "mentioned",
    sentence: "Olga mentions you.",
    actor: { id: "m-3", name: "Olga" },
    node,
    asked_at: "2026-03-02T10:00:00Z",
    done_at: null,
  };
}

function makeChange(): ChangeOut {
  return { id: "c-1", at: "2026-03-02T10:00:00Z", actor: bob, action: "archive", changes: {}, node };
}

test("what somebody said is not repeated in the list of changes", async () => {
  const said = { ...makeChange(), action: "comment", changes: { comment: [null, "Look, @[Alice](m-1)"] } };
  serve({
    "GET /api/home/overview": () => ({
      inbox_open: 0,
      counts: {},
      at_risk: [],
      running: [],
      changes: [said],
    }),
    "GET /api/graph/kinds": () => [],
  });
  show(<Changes />);
  expect((await screen.findByText(/Bob/)).textContent).toBe("Bob commented");
});

test("a key result of mine wants a check-in after a fortnight, somebody else's does not", () => {
  expect(checkIns([makeResult({ checked_in_at: "2026-02-14T09:00:00Z" })], alice, now)[0]?.why).toContain(
    "17 days",
  );
  expect(checkIns([makeResult({ checked_in_at: "2026-02-24T09:00:00Z" })], alice, now)).toEqual([]);
  expect(checkIns([makeResult({ owner: bob })], alice, now)).toEqual([]);
});

test("a test past its end comes before a concern that is due", () => {
  const needs = inOrder([
    ...checkIns([makeResult()], alice, now),
    ...ownMatters([makeMatter()], alice, "2026-03-03"),
    ...endedTests([makeTest()], alice, "2026-03-03"),
  ]);
  expect(needs.map((need) => need.verb)).toEqual(["Read the readout", "Answer", "Check in"]);
});

test("a running test says its day", () => {
  expect(progressOf({ starts_on: "2026-02-20", ends_on: "2026-03-19" }, "2026-03-03")).toBe("Day 12 of 28");
  expect(progressOf({ starts_on: null, ends_on: null }, "2026-03-03")).toBe("Running");
});

test("Home says what is behind and what is being tested", async () => {
  const calls = serve({
    "GET /api/home/inbox": () => ({ items: [makeItem()], total: 1 }),
    "POST /api/home/inbox/{id}/done": () => makeItem(),
    "POST /api/home/inbox/{id}/undo": () => makeItem(),
    "GET /api/home/overview": () => ({
      inbox_open: 1,
      counts: {},
      at_risk: [],
      running: [],
      changes: [makeChange()],
    }),
    "GET /api/graph/kinds": () => [],
    "GET /api/strategy/key-results": () => ({ items: [makeResult()], total: 1 }),
    "GET /api/experiments/experiments": () => ({
      items: [makeTest({ owner: bob, ends_on: null })],
      total: 1,
    }),
    "GET /api/pulse/matters": () => ({ items: [makeMatter({ owner: bob })], total: 1 }),
  });
  const { user } = show(<HomePage />);
  await screen.findByText(/1 key result is behind/);
  expect(screen.getByText("Check in on Teams active after 30 days")).toBeTruthy();
  expect(screen.getByText("Guided setup tour")).toBeTruthy();
  expect(screen.getByText("Olga mentions you.")).toBeTruthy();
  await screen.findByText(/archived this/);
  await user.click(screen.getByRole("button", { name: "Done: Spreadsheet import" }));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(calls.at(-1)?.path ?? "").toContain("/api/home"));
  expect(calls.filter((call) => call.method === "POST").map((call) => call.path)).toEqual([
    "/api/home/inbox/item-1/done",
    "/api/home/inbox/item-1/undo",
  ]);
});
