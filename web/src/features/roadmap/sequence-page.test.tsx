import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { viewer } from "@/testing/cast";
import { Refusal, serve } from "@/testing/server";
import { show } from "@/testing/show";
import { initiative } from "./kinds";
import SequencePage from "./pages/sequence-page";

const kinds = [initiative];
const undated = { starts_on: null, target_on: null };
const row = (id: string, title: string, starts_on: string, target_on: string, before: object = undated) => ({
  id,
  key: id.toUpperCase(),
  title,
  version: 1,
  team: null,
  weight: 15,
  effort_weeks: 3,
  before,
  starts_on,
  target_on,
  p10_on: target_on,
  p50_on: target_on,
  p90_on: "2026-05-01",
  chance: 0.5,
  on_time: null,
  is_late: false,
  pieces: [],
});
const ref = {
  id: "p-1",
  created_at: "2026-03-02T09:00:00Z",
  asked_by: null,
  from_on: "2026-03-02",
  scope: {},
  accepted_at: null,
  accepted_by: null,
  reason: "",
};
const standing = { starts_on: "2026-03-23", target_on: "2026-04-27" };
const plan = {
  ...ref,
  unit: "points × weeks",
  delay_cost: 69,
  lower_bound: 69,
  gap: 0,
  baselines: { wsjf_greedy: 69, input_order: 135 },
  method: "Exact",
  bound_method: "The optimum itself",
  odds_method: "2,000 draws",
  impossible: [],
  rows: [
    row("ini-1", "Tour", "2026-03-02", "2026-03-23"),
    row("ini-2", "Theme", "2026-03-23", "2026-04-27", standing),
  ],
  left_out: [{ id: "ini-3", key: "INI-3", title: "No size" }],
};
const listed = { items: [ref], total: 1 };

test("a proposal says what it costs beside the board, what it leaves out, and that nothing is better", async () => {
  serve({ "GET /api/roadmap/plans": () => listed, "GET /api/roadmap/plans/p-1": () => plan });
  show(<SequencePage />, { kinds });
  const table = within(await screen.findByRole("table", { name: "The proposed order" }));
  expect(table.getByText("As it stands")).toBeTruthy();
  expect(screen.getByText("No plan costs less.")).toBeTruthy();
  expect(screen.getByText(/69 points × weeks, 66 less than the order of the board/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "No size" })).toBeTruthy();
});

test("only what would move is chosen; it is accepted with a reason", async () => {
  const calls = serve({
    "GET /api/roadmap/plans": () => listed,
    "GET /api/roadmap/plans/p-1": () => plan,
    "POST /api/roadmap/plans/p-1/accept": () => ({ ...plan, accepted_at: "2026-03-02T10:00:00Z" }),
  });
  const { user } = show(<SequencePage />, { kinds });
  const theme = await screen.findByRole("checkbox", { name: "Take over Theme" });
  expect((theme as HTMLInputElement).checked).toBe(false);
  await user.type(screen.getByLabelText("Why"), "For the quarter");
  await user.click(screen.getByRole("button", { name: "Accept 1 date" }));
  await waitFor(() =>
    expect(calls.find(({ method }) => method === "POST")?.body).toEqual({
      ids: ["ini-1"],
      reason: "For the quarter",
    }),
  );
});

test("a plan whose work has changed is refused, with the way on", async () => {
  serve({
    "GET /api/roadmap/plans": () => listed,
    "GET /api/roadmap/plans/p-1": () => plan,
    "POST /api/roadmap/plans/p-1/accept": () =>
      new Refusal(409, "roadmap.plan_outdated", "Changed since: Tour."),
  });
  const { user } = show(<SequencePage />, { kinds });
  await user.click(await screen.findByRole("button", { name: "Accept 1 date" }));
  expect((await screen.findByRole("alert")).textContent).toContain("Propose the sequence again");
});

test("whoever may only read sees the order and accepts nothing", async () => {
  serve({ "GET /api/roadmap/plans": () => listed, "GET /api/roadmap/plans/p-1": () => plan });
  show(<SequencePage />, { kinds, as: viewer });
  await screen.findByRole("table", { name: "The proposed order" });
  expect(screen.queryByRole("checkbox")).toBeNull();
  expect(screen.queryByRole("button", { name: /Accept|Propose/ })).toBeNull();
});
