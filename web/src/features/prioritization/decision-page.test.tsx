import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { Conflicts } from "@/shared/records/conflict-dialog";
import { conflicts } from "@/shared/records/conflicts";
import { viewer } from "@/testing/cast";
import { type Answer, Refusal, serve } from "@/testing/server";
import { show } from "@/testing/show";
import DecisionAlarm from "./components/decision-alarm";
import DecisionStatement from "./components/decision-statement";
import DecisionTold from "./components/decision-told";
import DecisionTriggers from "./components/decision-triggers";
import { ShareDialog } from "./components/share-dialog";
import type { Decision } from "./decision-kind";

const subject = { id: "i-5", kind: "initiative", key: "INI-5", title: "One-click CRM export" };
const request = { id: "r-1", kind: "request", key: "REQ-1", title: "CRM button" };
const at = "/api/prioritization/decisions/{id}";

function decision(more: Partial<Decision> = {}): Decision {
  return {
    id: "d-4",
    kind: "decision",
    key: "DEC-4",
    title: "No to One-click CRM export",
    body: "",
    version: 3,
    created_at: "2026-01-12T10:00:00Z",
    updated_at: "2026-01-12T10:00:00Z",
    created_by: { id: "m-1", name: "Alice" },
    archived_at: null,
    subject,
    verdict: "no",
    merged_into: null,
    reason_code: "weak_evidence",
    reason: "Nobody was seen needing it at Northgate.",
    decided_on: "2026-01-12",
    owner: { id: "m-1", name: "Alice" },
    scoring_round: null,
    supersedes: null,
    superseded_at: null,
    revisit_on: null,
    triggers: [],
    contradictions: [],
    told_count: 0,
    statement: { title: "", words: "", revisit: "", published_at: null },
    basis: {
      taken_at: "2026-01-12T10:00:00Z",
      subject: { title: subject.title, version: 1 },
      score: null,
      evidence: [],
      claims: [],
      chain: [],
      triggers: [],
    },
    ...more,
  };
}

const contradiction = {
  id: 7,
  node: { id: "h-1", kind: "highlight", key: "HL-1", title: "Copies by hand" },
  words: "Highlight HL-1 “Copies by hand” was observed and is new.",
  found_at: "2026-02-01T10:00:00Z",
  dismissed_at: null,
  dismissed_by: null,
  dismissed_words: "",
};

function letterRoutes(more: Record<string, Answer> = {}): Record<string, Answer> {
  const asker = {
    request,
    name: "Nora",
    account: "Northgate",
    email: "nora@example.com",
    words: "A button.",
    told_at: null,
  };
  return {
    [`GET ${at}/askers`]: () => ({ items: [asker], total: 1 }),
    [`GET ${at}/told`]: () => ({ items: [], total: 0 }),
    [`GET ${at}/letter`]: () => ({
      request,
      name: "Nora",
      account: "Northgate",
      address: "nora@example.com",
      subject: "Your request: A button.",
      words: "Hello Nora,\n\nwe decided not to do it.",
      left_out: ["reason"],
    }),
    ...more,
  };
}

beforeEach(() => conflicts.clear());

test("what speaks against a decision is told in words, and dismissed with words", async () => {
  const calls = serve({
    [`POST ${at}/contradictions/{cid}/dismiss`]: () => ({ ...contradiction, dismissed_at: "now" }),
  });
  const { user } = show(<DecisionAlarm record={decision({ contradictions: [contradiction] })} />);
  expect(screen.getByRole("heading", { name: "A record speaks against this" })).toBeTruthy();
  expect(screen.getByText(contradiction.words)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Decide again" })).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Dismiss with words: HL-1" }));
  const dismiss = screen.getByRole<HTMLButtonElement>("button", { name: "Dismiss with these words" });
  expect(dismiss.disabled).toBe(true);
  await user.type(screen.getByLabelText("Why the decision stands all the same"), "One team of forty.");
  await user.click(dismiss);
  await waitFor(() =>
    expect(calls.find((call) => call.method === "POST")?.body).toEqual({
      dismissed_words: "One team of forty.",
    }),
  );
});

test("a viewer reads what speaks against it and is offered nothing", () => {
  serve({});
  show(<DecisionAlarm record={decision({ contradictions: [contradiction] })} />, { as: viewer });
  expect(screen.getByText(contradiction.words)).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});

test("a waiting trigger shows its reading now beside the one on the day, a fired one its day and value", async () => {
  const reading = {
    id: 1,
    kind: "reading" as const,
    words: "Votes of INI-5 One-click CRM export: at least 5 votes",
    on: null,
    node: subject,
    measure: "votes",
    qualifier: null,
    side: "at_least" as const,
    threshold: 5,
    unit: "votes",
    value_then: 2,
    fired_at: null,
    fired_value: null,
  };
  serve({
    "GET /api/prioritization/measures": () => [
      { name: "votes", label: "Votes", qualifier: "", value: 4, unit: "votes" },
    ],
  });
  const fired = { ...reading, id: 2, fired_at: "2020-02-27T10:00:00Z", fired_value: 6 };
  show(<DecisionTriggers record={decision({ triggers: [reading, fired] })} />);
  expect(await screen.findByText(/Now 4 votes, 2 votes when decided/)).toBeTruthy();
  expect(screen.getByText(/Fired 27 Feb 2020 at 6 votes/)).toBeTruthy();
});

test("the letter opens as the record wrote it, and goes out as it was edited", async () => {
  const calls = serve(letterRoutes({ [`POST ${at}/letter`]: () => ({ id: 1 }) }));
  const { user } = show(<DecisionTold record={decision()} />);
  expect(await screen.findByText("not told")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Write to them: Nora" }));
  const words = await screen.findByLabelText<HTMLTextAreaElement>("Letter");
  expect(words.value).toContain("Hello Nora,");
  expect(screen.getByText("the reason in words")).toBeTruthy();
  await user.type(words, " Sorry.");
  await user.click(screen.getByRole("button", { name: "Send by e-mail" }));
  await waitFor(() =>
    expect(calls.find((call) => call.method === "POST")?.body).toMatchObject({
      request_id: "r-1",
      address: "nora@example.com",
      words: "Hello Nora,\n\nwe decided not to do it. Sorry.",
    }),
  );
});

test("a refused address is said at the address, and nothing that was written is lost", async () => {
  const refused = () =>
    new Refusal(422, "prioritization.address_refused", "No letter can be sent.", {
      fields: { address: "This is no e-mail address." },
    });
  serve(letterRoutes({ [`POST ${at}/letter`]: refused }));
  const { user } = show(<DecisionTold record={decision()} />);
  await user.click(await screen.findByRole("button", { name: "Write to them: Nora" }));
  await user.type(await screen.findByLabelText("Letter"), " Sorry.");
  await user.click(screen.getByRole("button", { name: "Send by e-mail" }));
  expect(await screen.findByText("This is no e-mail address.")).toBeTruthy();
  expect(screen.getByLabelText<HTMLTextAreaElement>("Letter").value).toContain("Sorry.");
});

test("a copied letter puts on record that they were told, after it was copied", async () => {
  const calls = serve(letterRoutes({ [`POST ${at}/told`]: () => ({ id: 1 }) }));
  const { user } = show(<DecisionTold record={decision()} />);
  const copied = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await user.click(await screen.findByRole("button", { name: "Write to them: Nora" }));
  await screen.findByLabelText("Letter");
  await user.click(screen.getByRole("button", { name: "Copy" }));
  await waitFor(() =>
    expect(calls.find((call) => call.method === "POST")?.body).toMatchObject({
      channel: "copied",
      name: "Nora",
    }),
  );
  expect(copied).toHaveBeenCalledWith(expect.stringContaining("Hello Nora,"));
});

test("before it is published, outsiders' words are shown alone, without the reason on the record", async () => {
  const written = decision({
    statement: {
      title: "A CRM button",
      words: "Importing clients comes first.",
      revisit: "",
      published_at: null,
    },
  });
  const calls = serve({ [`POST ${at}/publish`]: () => written });
  const { user } = show(<DecisionStatement record={written} />);
  await user.click(screen.getByRole("button", { name: "Publish" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getByText("Importing clients comes first.")).toBeTruthy();
  expect(dialog.queryByText(/Northgate/)).toBeNull();
  await user.click(dialog.getByRole("button", { name: "Publish" }));
  await waitFor(() => expect(calls.find((call) => call.method === "POST")?.body).toEqual({ version: 3 }));
});

test("words that met newer words are laid beside them, and the choice is saved on top", async () => {
  const theirs = decision({
    version: 4,
    statement: { title: "Theirs", words: "Their words.", revisit: "", published_at: null },
  });
  let tries = 0;
  const calls = serve({
    [`PUT ${at}/statement`]: () => {
      tries += 1;
      if (tries > 1) return { ...theirs, version: 5 };
      return new Refusal(409, "graph.stale_version", "Somebody saved this meanwhile.", { current: theirs });
    },
  });
  const { user } = show(
    <>
      <DecisionStatement record={decision()} />
      <Conflicts />
    </>,
  );
  await user.click(screen.getByRole("button", { name: "Write the public words" }));
  await user.type(await screen.findByLabelText("Why not, for outsiders"), "My words.");
  await user.click(screen.getByRole("button", { name: "Save words" }));
  expect(await screen.findByText("Somebody else saved this meanwhile")).toBeTruthy();
  const title = within(screen.getByRole("group", { name: "Title" }));
  await user.click(title.getByLabelText(/Saved meanwhile/));
  await user.click(screen.getByRole("button", { name: "Save the choice" }));
  await waitFor(() => expect(calls).toHaveLength(2));
  expect(calls[1]?.body).toMatchObject({ version: 4, public_title: "Theirs", public_words: "My words." });
});

test("a yes has no public words", () => {
  serve({});
  const { container } = show(<DecisionStatement record={decision({ verdict: "yes" })} />);
  expect(container.querySelector("section")).toBeNull();
});

const link = {
  id: "l-1",
  view: "not_doing",
  name: "Help pages",
  options: {},
  created_at: "2026-01-12T10:00:00Z",
  created_by: { id: "m-1", name: "Alice" },
  expires_at: null,
};

test("a link is shown once when it is made, and is revoked only on a second word", async () => {
  let links = [link, { ...link, id: "l-2", view: "roadmap", name: "Another view" }];
  const calls = serve({
    "GET /api/workspace/share-links": () => links,
    "POST /api/workspace/share-links": () => ({
      ...link,
      token: "t",
      url: "https://north.example/public/not-doing/t",
    }),
    "DELETE /api/workspace/share-links/{id}": () => {
      links = [];
      return null;
    },
  });
  const { user } = show(<ShareDialog onClose={() => undefined} />);
  expect(await screen.findByText("Help pages")).toBeTruthy();
  expect(screen.queryByText("Another view")).toBeNull();
  await user.type(screen.getByLabelText("For whom"), "Help pages");
  await user.click(screen.getByRole("button", { name: "Create link" }));
  expect(await screen.findByDisplayValue("https://north.example/public/not-doing/t")).toBeTruthy();
  expect(calls.find((call) => call.method === "POST")?.body).toMatchObject({ view: "not_doing", days: 90 });
  await user.click(screen.getByRole("button", { name: "Revoke Help pages" }));
  expect(calls.some((call) => call.method === "DELETE")).toBe(false);
  await user.click(screen.getByRole("button", { name: "Revoke for good" }));
  await waitFor(() =>
    expect(screen.queryByDisplayValue("https://north.example/public/not-doing/t")).toBeNull(),
  );
});

test("a link is shown although the list without it, asked for before, answers after it was made", async () => {
  let answerEarly = (_: unknown) => {};
  const early = new Promise((answer) => {
    answerEarly = answer;
  });
  const lists = [early, Promise.resolve([link])];
  const calls = serve({
    "GET /api/workspace/share-links": () => lists.shift(),
    "POST /api/workspace/share-links": () => ({ ...link, token: "t", url: "https://north.example/t" }),
  });
  const { user } = show(<ShareDialog onClose={() => undefined} />);
  await user.click(screen.getByRole("button", { name: "Create link" }));
  await waitFor(() => expect(calls.some(({ method }) => method === "POST")).toBe(true));
  answerEarly([]);
  expect(await screen.findByDisplayValue("https://north.example/t")).toBeTruthy();
  expect(await screen.findByRole("button", { name: "Revoke Help pages" })).toBeTruthy();
});

test("a link is shown although the list of links cannot be read again", async () => {
  const answers: unknown[] = [
    [],
    new Refusal(503, "kit.busy", "Too busy"),
    new Refusal(503, "kit.busy", "Too busy"),
  ];
  serve({
    "GET /api/workspace/share-links": () => answers.shift(),
    "POST /api/workspace/share-links": () => ({ ...link, token: "t", url: "https://north.example/t" }),
  });
  const { user } = show(<ShareDialog onClose={() => undefined} />);
  expect(await screen.findByText("Nobody outside can read the list yet.")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Create link" }));
  expect(await screen.findByDisplayValue("https://north.example/t")).toBeTruthy();
});
