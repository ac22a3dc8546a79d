import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { Problem } from "@/api/problem";
import { type Answer, Refusal, serve } from "@/testing/server";
import { show } from "@/testing/show";
import { DecisionDialog } from "./decision-dialog";
import { amount, errorsAt, measureWords, newTrigger, toTrigger } from "./trigger-draft";
import { reasonsFor } from "./words";

const subject = { id: "i-1", kind: "initiative", key: "INI-1", title: "Guided tour" };
const votes = { name: "votes", label: "Votes", qualifier: "", value: 2, unit: "votes" };
const accounts = {
  name: "segment_accounts",
  label: "Accounts asking",
  qualifier: "segment",
  value: null,
  unit: "",
};

function open(record: Answer) {
  const calls = serve({
    "GET /api/prioritization/measures": () => [votes, accounts],
    "POST /api/prioritization/decisions": record,
  });
  const onRecorded = vi.fn();
  const onClose = vi.fn();
  const shown = show(
    <DecisionDialog subject={subject} initial="no" onClose={onClose} onRecorded={onRecorded} />,
  );
  return { ...shown, calls, onRecorded, onClose };
}

test("a reading is told with its value now, or with what it needs to be named", () => {
  expect(measureWords(votes)).toBe("Votes, now 2");
  expect(measureWords(accounts)).toBe("Accounts asking, of one segment");
});

test("an amount keeps its unit beside it: a sign close, a word with a space", () => {
  expect(amount(46.5, "%")).toBe("46.5\u202f%");
  expect(amount(1, "votes")).toBe("1\u00a0vote");
  expect(amount(3, "")).toBe("3");
});

test("a trigger on a day sends nothing of a reading, and a reading reads the subject unless told else", () => {
  expect(toTrigger({ ...newTrigger(1, "date"), on: "2027-01-25", measure: "votes" })).toEqual({
    kind: "date",
    on: "2027-01-25",
  });
  expect(toTrigger({ ...newTrigger(1, "reading"), measure: "votes", threshold: "4,5" })).toEqual({
    kind: "reading",
    measure: "votes",
    side: "at_least",
    threshold: 4.5,
    node_id: null,
    qualifier_id: null,
  });
});

test("what the server says about one trigger stays with that trigger", () => {
  const fields = {
    "triggers.1.threshold": ["It stands at 2 votes."],
    "triggers.11.on": ["Past."],
    reason: ["Long."],
  };
  const problem = new Problem({ status: 422, code: "prioritization.trigger_met", title: "Met", fields });
  expect(errorsAt(problem, 1)).toEqual({ threshold: "It stands at 2 votes." });
  expect(errorsAt(problem, 0)).toEqual({});
  expect(errorsAt(null, 1)).toEqual({});
});

test("every verdict has reasons that fit it", () => {
  expect(reasonsFor("yes").map((each) => each.value)).not.toContain("weak_evidence");
  expect(reasonsFor("merge_into").map((each) => each.value)).toContain("need_met_otherwise");
});

test("a no is recorded with a reading, and the refused threshold says so in its own row", async () => {
  let tries = 0;
  const { user, calls, onRecorded } = open(() => {
    tries += 1;
    if (tries > 1) return { id: "d-1", kind: "decision", key: "DEC-1", title: "No to Guided tour" };
    return new Refusal(422, "prioritization.trigger_met", "The threshold is met already.", {
      fields: { "triggers.1.threshold": "It stands at 2 votes: the threshold is met already." },
    });
  });
  await user.selectOptions(screen.getByLabelText("Reason"), "weak_evidence");
  await user.type(screen.getByLabelText("In words"), "Nobody was seen needing it.");
  await user.click(screen.getByRole("button", { name: "Add a day" }));
  await user.type(screen.getByLabelText("Look again on"), "2031-01-25");
  await user.click(screen.getByRole("button", { name: "Add a reading" }));
  const second = within(screen.getByRole("group", { name: "Trigger 2" }));
  await second.findByRole("option", { name: "Votes, now 2" });
  await user.selectOptions(second.getByLabelText("Reading"), "votes");
  await user.type(second.getByLabelText("Threshold, votes"), "2");
  await user.click(screen.getByRole("button", { name: "Record decision" }));

  expect(await second.findByText("It stands at 2 votes: the threshold is met already.")).toBeTruthy();
  expect(second.getByLabelText("Threshold, votes").getAttribute("aria-invalid")).toBe("true");

  await user.clear(second.getByLabelText("Threshold, votes"));
  await user.type(second.getByLabelText("Threshold, votes"), "5");
  await user.click(screen.getByRole("button", { name: "Record decision" }));
  await waitFor(() => expect(onRecorded).toHaveBeenCalled());
  expect(calls.filter((call) => call.method === "POST").at(-1)?.body).toMatchObject({
    subject_id: "i-1",
    verdict: "no",
    reason_code: "weak_evidence",
    merged_into_id: null,
    triggers: [
      { kind: "date", on: "2031-01-25" },
      { kind: "reading", measure: "votes", threshold: 5 },
    ],
  });
});

test("a reason that does not fit the new verdict is asked for again, and a merge wants its target", async () => {
  const { user } = open(() => null);
  await user.selectOptions(screen.getByLabelText("Reason"), "weak_evidence");
  await user.type(screen.getByLabelText("In words"), "The two are one.");
  const record = screen.getByRole<HTMLButtonElement>("button", { name: "Record decision" });
  expect(record.disabled).toBe(false);
  await user.click(screen.getByLabelText("Merge into"));
  expect(screen.getByLabelText<HTMLSelectElement>("Reason").value).toBe("");
  await user.selectOptions(screen.getByLabelText("Reason"), "need_met_otherwise");
  expect(record.disabled).toBe(true);
  expect(screen.getByRole("button", { name: /^Goes into/ })).toBeTruthy();
});

test("a reading that needs a segment asks for one, and a trigger can be taken away", async () => {
  const { user } = open(() => null);
  await user.click(screen.getByRole("button", { name: "Add a reading" }));
  await screen.findByRole("option", { name: "Accounts asking, of one segment" });
  await user.selectOptions(screen.getByLabelText("Reading"), "segment_accounts");
  expect(screen.getByRole("button", { name: /^Of which segment/ })).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Remove trigger 1" }));
  expect(screen.queryByLabelText("Reading")).toBeNull();
});
