import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { serve } from "@/testing/server";
import { show } from "@/testing/show";
import { type CapacityBar, isOver } from "./capacity-api";
import CapacityPage from "./pages/capacity-page";

const bar = (from_on: string, planned_weeks: number, capacity_weeks: number, unsized = 0): CapacityBar => ({
  from_on,
  to_on: from_on,
  planned_weeks,
  capacity_weeks,
  unsized,
  ids: [],
});

test("more than fits is too much, also where nothing fits; a rounding is not", () => {
  expect(isOver(bar("2026-03-01", 4.5, 4.4))).toBe(true);
  expect(isOver(bar("2026-03-01", 1, 0))).toBe(true);
  expect(isOver(bar("2026-03-01", 4.4000001, 4.4))).toBe(false);
  expect(isOver(bar("2026-03-01", 0, 0))).toBe(false);
});

test("each team stands with what is planned beside what it can do, and too much is said in words", async () => {
  const team = { id: "t-1", name: "Onboarding" };
  const bars = [bar("2026-03-01", 6, 4.4, 2), bar("2026-04-01", 1.5, 4.3)];
  const calls = serve({
    "GET /api/roadmap/capacity": () => [{ team, seats: 1, bars }],
    "GET /api/roadmap/views": () => [],
    "GET /api/workspace/members": () => [],
    "GET /api/workspace/teams": () => [team],
  });
  show(<CapacityPage />, { at: "/w/larkspur/roadmap/capacity?team_id=t-1&length=quarter" });
  expect(await screen.findByText(/1 period holds more than fits/)).toBeTruthy();
  const row = within(await screen.findByRole("row", { name: /Onboarding/ }));
  const [first, second] = row.getAllByRole("cell");
  expect(within(first as HTMLElement).getByRole("img", { name: "Too much:" })).toBeTruthy();
  expect(first?.textContent?.replaceAll("\u202f", " ")).toContain("6.0 w of 4.4 w 2 more are not sized");
  expect(within(second as HTMLElement).queryByRole("img")).toBeNull();
  expect(screen.getByRole("columnheader", { name: "Q1 2026" })).toBeTruthy();
  const asked = calls.find(({ path }) => path === "/api/roadmap/capacity")?.query;
  expect([asked?.get("team_id"), asked?.get("length")]).toEqual(["t-1", "quarter"]);
});
