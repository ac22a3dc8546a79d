import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ProgressOut, ReportOut, SourceOut } from "@/api/imports";
import { type Call, Refusal, serve } from "@/testing/server";
import { show } from "@/testing/show";
import { ImportDialog } from "./import-dialog";

const source: SourceOut = {
  source: "jira",
  label: "Jira",
  help: "Issues as initiatives.",
  accepts: [".csv"],
  fields: [],
  options: [],
};
const report: ReportOut = {
  run_id: null,
  source: "jira",
  file_name: "export.csv",
  dry_run: true,
  columns: [],
  mapping: {},
  created: 23_313,
  unchanged: 0,
  rejected: 0,
  errors: [],
  sample: [],
  detail: {},
};
const file = new File(["title\nTour\n"], "export.csv", { type: "text/csv" });
const patiently = { timeout: 3_000 };

/** A server whose import answers when the test says so, and which meanwhile tells each of these in turn. */
function serveSlowly(told: (ProgressOut | Refusal)[]) {
  const answers: ((answer: ReportOut | Refusal) => void)[] = [];
  const calls = serve({
    "GET /api/imports/sources": () => [source],
    "GET /api/imports/progress": () => (told.length > 1 ? told.shift() : told[0]),
    "POST /api/imports/jira": () => new Promise((resolve) => answers.push(resolve)),
  });
  const asked = (method: string): Call[] =>
    calls.filter((call) => call.method === method && call.path !== "/api/imports/sources");
  return { asked, answer: (answer: ReportOut | Refusal) => answers.shift()?.(answer) };
}

async function choose(onClose = () => {}) {
  const shown = show(<ImportDialog onClose={onClose} />);
  await screen.findByText(source.help);
  const input = document.querySelector<HTMLInputElement>("input[type=file]");
  if (!input) throw new Error("nowhere to put a file");
  await shown.user.upload(input, file);
  return shown;
}

const bar = () => screen.getByRole("progressbar");

test("a dry run says how many rows of the file it has read, once they are counted", async () => {
  const { answer } = serveSlowly([
    { done: 0, total: null },
    { done: 12_400, total: 23_313 },
  ]);
  await choose();

  expect(bar().getAttribute("aria-label")).toBe("Reading the file");
  expect(bar().hasAttribute("aria-valuenow")).toBe(false);
  await screen.findByText("12,400 of 23,313 rows", {}, patiently);
  expect(bar().getAttribute("aria-valuenow")).toBe("53");
  expect(bar().getAttribute("aria-valuetext")).toBe("12,400 of 23,313 rows");

  answer(report);
  await screen.findByRole("button", { name: "Import 23,313 records" });
  expect(screen.queryByRole("progressbar")).toBeNull();
});

test("the import asks under a key of its own and stops asking when it is done", async () => {
  let isClosed = false;
  const { asked, answer } = serveSlowly([{ done: 1_000, total: 23_313 }]);
  const { user } = await choose(() => {
    isClosed = true;
  });
  await screen.findByText("1,000 of 23,313 rows", {}, patiently);
  answer(report);
  await user.click(await screen.findByRole("button", { name: "Import 23,313 records" }));
  await screen.findByText("1,000 of 23,313 rows", {}, patiently);
  expect(bar().getAttribute("aria-label")).toBe("Importing");

  const keys = new Set(asked("GET").map((call) => call.query.get("key")));
  expect(keys.size).toBe(2);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
  answer({ ...report, dry_run: false, run_id: "018f0000-0000-7000-8000-000000000001" });
  await waitFor(() => expect(isClosed).toBe(true));
  expect(screen.queryByRole("progressbar")).toBeNull();
});

test("a refused import shows its refusal in place of the bar", async () => {
  const { answer } = serveSlowly([{ done: 1_000, total: 23_313 }]);
  await choose();
  await screen.findByText("1,000 of 23,313 rows", {}, patiently);

  answer(new Refusal(422, "kit.quote_left_open", "A quotation mark is opened and never closed."));

  await screen.findByText(/A quotation mark is opened/);
  expect(screen.queryByRole("progressbar")).toBeNull();
});

test("where nobody can say how far it is, the bar says that something goes on", async () => {
  serveSlowly([new Refusal(403, "kit.forbidden", "You may not do this.")]);
  await choose();

  expect(bar().hasAttribute("aria-valuenow")).toBe(false);
  expect(screen.queryByText("You may not do this.")).toBeNull();
});

test("nobody asks any longer once the dialog is closed", async () => {
  const { asked } = serveSlowly([{ done: 1_000, total: 23_313 }]);
  const { unmount } = await choose();
  await screen.findByText("1,000 of 23,313 rows", {}, patiently);

  unmount();
  const before = asked("GET").length;
  await new Promise((resolve) => setTimeout(resolve, 1_300));

  expect(asked("GET").length).toBe(before);
});
