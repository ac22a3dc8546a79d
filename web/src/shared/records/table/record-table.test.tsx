import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { bet, makeBet, viewer } from "@/testing/cast";
import { type Answer, Refusal, serve } from "@/testing/server";
import { show } from "@/testing/show";
import { RecordTable } from "./record-table";

const three = [makeBet(1), makeBet(2, { stage: "next" }), makeBet(3, { effort: 4 })];

function serveBets(more: Record<string, Answer> = {}) {
  return serve({
    "GET /api/roadmap/bets": () => ({ items: three, total: 3 }),
    "GET /api/graph/kinds": () => [],
    "GET /api/workspace/members": () => [],
    "GET /api/workspace/teams": () => [],
    "POST /api/graph/nodes/{act}": ({ body }) => body,
    ...more,
  });
}

async function currentRow(): Promise<string> {
  const rows = await screen.findAllByRole("row");
  const current = rows.find((row) => row.dataset.current);
  return current ? (within(current).getByRole("link").textContent ?? "") : "";
}

test("J and K walk, and stop at the ends", async () => {
  serveBets();
  const { user } = show(<RecordTable kind={bet} />);
  await screen.findByText("Bet number 1");
  await user.keyboard("j");
  expect(await currentRow()).toBe("Bet number 1");
  await user.keyboard("jjjj");
  expect(await currentRow()).toBe("Bet number 3");
  await user.keyboard("kkkk");
  expect(await currentRow()).toBe("Bet number 1");
});

test("X selects, the bar archives all that are selected, and undo brings them back", async () => {
  const calls = serveBets();
  const { user } = show(<RecordTable kind={bet} />);
  await screen.findByText("Bet number 1");
  await user.keyboard("jxjx");
  const bar = screen.getByRole("toolbar", { name: "What to do with the selected" });
  expect(within(bar).getByText("2 selected")).toBeTruthy();
  await user.click(within(bar).getByRole("button", { name: "Archive" }));
  await screen.findByText("2 bets archived");
  expect(calls.find((call) => call.path.endsWith("/archive"))?.body).toEqual({ ids: ["bet-1", "bet-2"] });
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() =>
    expect(calls.find((call) => call.path.endsWith("/unarchive"))?.body).toEqual({ ids: ["bet-1", "bet-2"] }),
  );
});

test("a refused archive keeps the selection and says why", async () => {
  serveBets({
    "POST /api/graph/nodes/{act}": () => new Refusal(403, "workspace.forbidden", "You may not do this"),
  });
  const { user } = show(<RecordTable kind={bet} />);
  await screen.findByText("Bet number 1");
  await user.keyboard("jx");
  await user.click(screen.getByRole("button", { name: "Archive" }));
  await screen.findByText("You may not do this");
  expect(screen.getByText("1 selected")).toBeTruthy();
});

test("E edits the title where it stands", async () => {
  const calls = serveBets({
    "PATCH /api/roadmap/bets/{id}": ({ body }) => ({ ...three[0], ...(body as object), version: 2 }),
  });
  const { user } = show(<RecordTable kind={bet} />);
  await screen.findByText("Bet number 1");
  await user.keyboard("je");
  await user.keyboard("A better name{Enter}");
  await screen.findByText("A better name");
  expect(calls.find((call) => call.method === "PATCH")?.body).toEqual({ title: "A better name", version: 1 });
});

test("Enter opens, N asks for a new one, / goes to the search", async () => {
  serveBets();
  const { user } = show(<RecordTable kind={bet} />);
  await screen.findByText("Bet number 1");
  await user.keyboard("/");
  expect(document.activeElement).toBe(screen.getByRole("searchbox"));
  await user.keyboard("{Escape}");
  await user.keyboard("n");
  await screen.findByRole("dialog", { name: "New bet" });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.keyboard("jj{Enter}");
  expect(screen.getByTestId("address").textContent).toContain("/w/larkspur/roadmap/bets/bet-2");
});

test("sort and filters live in the address and are asked of the server", async () => {
  const calls = serveBets();
  const { user } = show(<RecordTable kind={bet} />, { at: "/w/larkspur/roadmap/bets?stage=next" });
  await screen.findByText("Bet number 1");
  expect(calls.find((call) => call.path === "/api/roadmap/bets")?.query.get("stage")).toBe("next");
  await user.click(screen.getByRole("button", { name: "Effort" }));
  expect(screen.getByTestId("address").textContent).toContain("sort=effort");
  await user.click(screen.getByRole("button", { name: "Effort" }));
  expect(screen.getByTestId("address").textContent).toContain("sort=-effort");
  await waitFor(() => expect(calls.at(-1)?.query.get("sort")).toBe("-effort"));
});

test("an empty list says what belongs here and offers to create", async () => {
  serveBets({ "GET /api/roadmap/bets": () => ({ items: [], total: 0 }) });
  show(<RecordTable kind={bet} />);
  await screen.findByText("No bets yet");
  expect(screen.getByText("What is worth trying.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "New bet" })).toBeTruthy();
});

test("a list that cannot be read says so and can be asked again", async () => {
  serveBets({ "GET /api/roadmap/bets": () => new Refusal(500, "kit.failed", "The server failed") });
  show(<RecordTable kind={bet} />);
  await screen.findByText("The server failed");
  expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
});

test("who may only read is offered nothing to change", async () => {
  serveBets();
  const { user } = show(<RecordTable kind={bet} />, { as: viewer });
  await screen.findByText("Bet number 1");
  await user.keyboard("jxen");
  expect(screen.queryByRole("toolbar")).toBeNull();
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(screen.queryByRole("button", { name: /^Edit Stage/ })).toBeNull();
});
