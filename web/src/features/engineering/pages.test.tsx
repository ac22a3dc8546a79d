import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { RecordOut } from "@/api/types";
import { defineKind } from "@/shared/records/kind";
import { clearToasts } from "@/shared/ui/toasts";
import { Refusal, serve } from "@/testing/server";
import { show } from "@/testing/show";
import type { RiskTerm } from "./api";
import EffortAdvice from "./components/effort-advice";
import LexiconPage from "./pages/lexicon-page";

afterEach(clearToasts);

const initiative = defineKind<RecordOut>({
  name: "initiative",
  domain: "roadmap",
  plural: "initiatives",
  label: "Initiative",
  labelPlural: "Initiatives",
  icon: "roadmap",
  purpose: "",
  fields: [],
});

const record = {
  id: "i-1",
  key: "INI-1",
  kind: "initiative",
  title: "Import",
  version: 3,
  archived_at: null,
  effort_low_weeks: null,
  effort_weeks: 4,
  effort_high_weeks: null,
  team: { id: "t-1", name: "Web" },
} as unknown as RecordOut;

const rangeRoute = "GET /api/engineering/effort/range";
const saveRoute = "PATCH /api/roadmap/initiatives/{id}";
const bodies = (calls: ReturnType<typeof serve>, method: string) =>
  calls.filter((call) => call.method === method).map(({ body }) => body);

const asked = (calls: ReturnType<typeof serve>) => calls.filter(({ path }) => path.endsWith("/effort/range"));

test("the suggested range is used with one click, and undo brings the estimate back alone", async () => {
  const calls = serve({
    [rangeRoute]: () => ({ low: 3.91, likely: 5.24, high: 8.06, count: 4 }),
    [saveRoute]: () => ({ ...record, version: 4 }),
  });
  const { user } = show(<EffortAdvice record={record} />, { kinds: [initiative] });
  expect(await screen.findByText(/Only 4 pieces of Web's work/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Use it" }));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() =>
    expect(bodies(calls, "PATCH")).toEqual([
      { effort_low_weeks: 3.9, effort_weeks: 5.2, effort_high_weeks: 8.1, version: 3 },
      { effort_low_weeks: null, effort_weeks: 4, effort_high_weeks: null, version: 4 },
    ]),
  );
});

test("an effort that is a range is shown, and not corrected again", async () => {
  const calls = serve({ [rangeRoute]: () => ({ low: 1, likely: 2, high: 3, count: 40 }) });
  const ranged = { ...record, effort_low_weeks: 3, effort_high_weeks: 6 } as RecordOut;
  show(<EffortAdvice record={ranged} />, { kinds: [initiative] });
  expect(await screen.findByRole("heading", { name: "Effort range" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Use it" })).toBeNull();
  expect(asked(calls)).toEqual([]);
});

test("with too little history nothing is suggested and nothing is wrong", async () => {
  const refusal = new Refusal(409, "engineering.history_too_short", "Fewer than ten pieces.");
  const calls = serve({
    [rangeRoute]: () => refusal,
  });
  show(<EffortAdvice record={record} />, { kinds: [initiative] });
  await waitFor(() => expect(asked(calls)).toHaveLength(1));
  expect(screen.queryByRole("heading")).toBeNull();
});

const sync: RiskTerm = {
  term: "sync",
  also: ["two-way"],
  because: "Two disagree.",
  sort: "data",
  is_on: true,
};
const bulk: RiskTerm = { term: "bulk", also: [], because: "", sort: "load", is_on: true };

function serveLexicon() {
  let lexicon = { version: 2, terms: [sync, bulk] };
  return serve({
    "GET /api/engineering/lexicon": () => lexicon,
    "PUT /api/engineering/lexicon": ({ body }) => {
      const { version, terms } = body as typeof lexicon;
      lexicon = { version: version + 1, terms };
      return lexicon;
    },
    "POST /api/engineering/lexicon/preview": ({ body }) =>
      (body as typeof lexicon).terms.map(({ term }) => ({ term, count: 0, found: [] })),
  });
}

test("a word is switched off for everybody, and undo switches it on again", async () => {
  const calls = serveLexicon();
  const { user } = show(<LexiconPage />);
  await user.click(await screen.findByLabelText("“sync” raises flags"));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() =>
    expect(bodies(calls, "PUT")).toEqual([
      { version: 2, terms: [{ ...sync, is_on: false }, bulk] },
      { version: 3, terms: [sync, bulk] },
    ]),
  );
});

test("a new word is previewed before it is saved, and comes last", async () => {
  const calls = serveLexicon();
  const { user } = show(<LexiconPage />);
  await user.click(await screen.findByRole("button", { name: "Add a word" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Word or phrase"), "ledger");
  await user.type(dialog.getByLabelText("Said otherwise"), "books, accounts");
  expect(await dialog.findByText("It would flag 0 initiatives.")).toBeTruthy();
  expect(bodies(calls, "PUT")).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Save the word" }));
  const ledger = { term: "ledger", also: ["books", "accounts"], because: "", sort: "other", is_on: true };
  await waitFor(() => expect(bodies(calls, "PUT")).toEqual([{ version: 2, terms: [sync, bulk, ledger] }]));
});
