import { screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { Conflicts } from "@/shared/records/conflict-dialog";
import { conflicts } from "@/shared/records/conflicts";
import { Refusal, serve } from "@/testing/server";
import { show } from "@/testing/show";
import { DatesDialog } from "./components/dates-dialog";
import { initiative } from "./kinds";
import type { Item, MovePreview } from "./timeline-api";

afterEach(() => conflicts.clear());

const item = {
  id: "i-1",
  key: "INI-1",
  title: "Guided tour",
  version: 3,
  starts_on: "2026-03-02",
  target_on: "2026-03-20",
} as Item;
const to = { starts_on: "2026-03-09", target_on: "2026-03-27" };
const span = (starts_on: string, target_on: string) => ({ starts_on, target_on });

function previewOf(isAgainst: boolean): MovePreview {
  return {
    moved: [
      { node: { id: "i-1", title: "Guided tour" }, before: item, after: to },
      {
        node: { id: "i-2", title: "Client portal" },
        before: span("2026-03-20", "2026-04-20"),
        after: span("2026-03-27", "2026-04-27"),
      },
    ],
    price: {
      cost: isAgainst ? 12 : 0,
      unit: "points × weeks",
      is_against_advice: isAgainst,
      later: isAgainst ? { "Client portal": 1 } : {},
      newly_late: [],
      words: isAgainst ? "It costs 12.0 points × weeks." : "It costs nothing beside the plan.",
    },
    note: "",
  } as unknown as MovePreview;
}

const route = "/api/roadmap/initiatives/{id}/dates";

function open(isAgainst: boolean, patch: () => unknown) {
  const calls = serve({ [`GET ${route}`]: () => previewOf(isAgainst), [`PATCH ${route}`]: patch });
  const shown = show(
    <>
      <DatesDialog item={item} to={to} onClose={() => undefined} />
      <Conflicts />
    </>,
    { kinds: [initiative] },
  );
  return { calls, ...shown };
}

const saves = (calls: ReturnType<typeof serve>) =>
  calls.filter(({ method }) => method === "PATCH").map(({ body }) => body);
const moveButton = () => screen.getByRole<HTMLButtonElement>("button", { name: "Move" });

test("what moves along and the price are shown before anything is saved", async () => {
  const { calls } = open(false, () => null);
  expect(await screen.findByText("It costs nothing beside the plan.")).toBeTruthy();
  expect(screen.getByText("Client portal")).toBeTruthy();
  expect(saves(calls)).toEqual([]);
});

test("a move against the advice waits for its reason, and goes with the version that was read", async () => {
  const { calls, user } = open(true, () => ({ initiative: { ...item, ...to, version: 4 }, moved: [] }));
  const reason = await screen.findByLabelText("Why, against the advice");
  expect(moveButton().disabled).toBe(true);
  await user.type(reason, "The partner launches then.");
  await user.click(moveButton());
  await waitFor(() =>
    expect(saves(calls)).toEqual([
      { ...to, reason: "The partner launches then.", leaves_dependants: false, version: 3 },
    ]),
  );
});

test("dates that met a newer version are shown beside it, and are saved on top with the same reason", async () => {
  const current = {
    ...item,
    kind: "initiative",
    version: 7,
    target_on: "2026-03-24",
    updated_at: "2026-03-01T09:00:00Z",
  };
  let isFirst = true;
  const { calls, user } = open(false, () => {
    if (!isFirst) return { initiative: { ...current, ...to, version: 8 }, moved: [] };
    isFirst = false;
    return new Refusal(409, "graph.stale_version", "Somebody else saved this.", { current });
  });
  await user.type(await screen.findByLabelText("Why"), "Later");
  await user.click(moveButton());
  expect(await screen.findByText("Somebody else saved this meanwhile")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Save the choice" }));
  await waitFor(() =>
    expect(saves(calls).at(-1)).toEqual({ ...to, reason: "Later", leaves_dependants: false, version: 7 }),
  );
});

test("a date that cannot be is told at its field, and nothing is lost", async () => {
  const { user } = open(
    false,
    () =>
      new Refusal(422, "roadmap.dates_reversed", "These dates cannot be.", {
        fields: { target_on: ["The target lies before the start."] },
      }),
  );
  await user.type(await screen.findByLabelText("Why"), "Sooner");
  await user.click(moveButton());
  expect(await screen.findByText("The target lies before the start.")).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>("Why").value).toBe("Sooner");
});

test("a deadline in the way is told although the form does not ask for it", async () => {
  const fields = { deadline_on: ["The deadline lies before the start."] };
  const { user } = open(
    false,
    () => new Refusal(422, "roadmap.dates_reversed", "These dates cannot be.", { fields }),
  );
  await screen.findByText("It costs nothing beside the plan.");
  await user.click(moveButton());
  expect((await screen.findByRole("alert")).textContent).toContain("The deadline lies before the start.");
});

test("dates that a preview refuses are told at their field before anybody saves", async () => {
  const fields = { target_on: ["The target lies before the start, 2026-03-09."] };
  serve({
    [`GET ${route}`]: () => new Refusal(422, "roadmap.dates_reversed", "These dates cannot be.", { fields }),
  });
  show(<DatesDialog item={item} to={to} onClose={() => undefined} />, { kinds: [initiative] });
  expect(await screen.findByText("The target lies before the start, 2026-03-09.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
});

test("who put it there by hand, why, and the price stand on the bar's detail", async () => {
  const by_hand = {
    cost: 12,
    unit: "points × weeks",
    words: "It costs 12.0 points × weeks beside the plan.",
    reason: "The partner launches then.",
    by: { id: "m-2", name: "Bob" },
    at: "2026-03-01T09:00:00Z",
  };
  serve({ [`GET ${route}`]: () => previewOf(false) });
  show(<DatesDialog item={{ ...item, by_hand }} to={item} onClose={() => undefined} />, {
    kinds: [initiative],
  });
  expect(await screen.findByText("The partner launches then.")).toBeTruthy();
  expect(screen.getByText(by_hand.words)).toBeTruthy();
  expect(screen.getByText(/^Bob, /)).toBeTruthy();
});
