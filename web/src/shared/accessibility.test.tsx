import { screen } from "@testing-library/react";
import axe from "axe-core";
import { expect, test } from "vitest";
import { bet, makeBet } from "@/testing/cast";
import { serve } from "@/testing/server";
import { show } from "@/testing/show";
import { CreateDialog } from "./records/create-dialog";
import { RecordPage } from "./records/page/record-page";
import { RecordTable } from "./records/table/record-table";

const step = { step: "evidence", state: "filled", count: 2, label: "2", records: [] } as const;

function serveAll(): void {
  serve({
    "GET /api/roadmap/bets": () => ({ items: [makeBet(1), makeBet(2)], total: 2 }),
    "GET /api/roadmap/bets/{id}": () => makeBet(1, { body: "Some **text**." }),
    "GET /api/graph/kinds": () => [],
    "GET /api/graph/nodes/{id}/chain": () => [step, { ...step, step: "opportunity", state: "hollow" }],
    "GET /api/graph/nodes/{id}/{part}": () => [],
    "GET /api/workspace/members": () => [],
    "GET /api/workspace/teams": () => [],
  });
}

/** Contrast and size need a real browser; names, roles and structure are held here. */
async function violations(): Promise<string[]> {
  const found = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  return found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" ")}`);
}

test("a list names its parts", async () => {
  serveAll();
  show(<RecordTable kind={bet} />);
  await screen.findByText("Bet number 1");
  expect(await violations()).toEqual([]);
});

test("a record's page names its parts", async () => {
  serveAll();
  show(<RecordPage kind={bet} id="bet-1" />);
  await screen.findByText("Nothing is linked yet. A link says why this exists and what it serves.");
  expect(await violations()).toEqual([]);
});

test("a dialog is named and its fields are labelled", async () => {
  serveAll();
  show(<CreateDialog kind={bet} onClose={() => undefined} />);
  await screen.findByRole("dialog", { name: "New bet" });
  expect(screen.getByLabelText("Stage")).toBeTruthy();
  expect(await violations()).toEqual([]);
});
