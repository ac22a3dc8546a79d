import { expect, test } from "vitest";
import { declined, lastMonths } from "./months";
import { registerViews, searchOf, viewOf } from "./register-views";
import {
  asksToDecideAgain,
  type Contradiction,
  firedWords,
  openContradictions,
  outlook,
  type Trigger,
  waitingWords,
} from "./standing";

const subject = { id: "i-1", kind: "initiative", key: "INI-1", title: "Tour" };

function trigger(more: Partial<Trigger> = {}): Trigger {
  return {
    id: 1,
    kind: "reading",
    words: "Votes of INI-1 Tour: at least 5 votes",
    on: null,
    node: subject,
    measure: "votes",
    qualifier: null,
    side: "at_least",
    threshold: 5,
    unit: "votes",
    value_then: 1,
    fired_at: null,
    fired_value: null,
    ...more,
  };
}

function contradiction(more: Partial<Contradiction> = {}): Contradiction {
  return {
    id: 1,
    node: subject,
    words: "Highlight HL-1 “Copies by hand” was observed and is new.",
    found_at: "2026-11-02T08:00:00Z",
    dismissed_at: null,
    dismissed_by: null,
    dismissed_words: "",
    ...more,
  };
}

const quiet = { contradictions: [], triggers: [], superseded_at: null };

test("a decision asks to be taken again once a trigger fired or a record speaks against it", () => {
  expect(asksToDecideAgain(quiet)).toBe(false);
  expect(asksToDecideAgain({ ...quiet, triggers: [trigger()] })).toBe(false);
  expect(asksToDecideAgain({ ...quiet, triggers: [trigger({ fired_at: "2026-11-02T08:00:00Z" })] })).toBe(
    true,
  );
  expect(asksToDecideAgain({ ...quiet, contradictions: [contradiction()] })).toBe(true);
});

test("what was dismissed, or superseded, asks no more", () => {
  const dismissed = { ...quiet, contradictions: [contradiction({ dismissed_at: "2026-11-03T08:00:00Z" })] };
  expect(openContradictions(dismissed)).toEqual([]);
  expect(asksToDecideAgain(dismissed)).toBe(false);
  const past = { ...quiet, contradictions: [contradiction()], superseded_at: "2026-11-03T08:00:00Z" };
  expect(asksToDecideAgain(past)).toBe(false);
});

test("a waiting reading says where it stands and where it stood, a unit at one is singular", () => {
  expect(waitingWords(trigger(), 3)).toBe("Now 3\u00a0votes, 1\u00a0vote when decided");
  expect(waitingWords(trigger({ value_then: null }), null)).toBe("Not read now");
});

test("a fired trigger says its day, and the reading where there was one", () => {
  const fired_at = "2020-02-27T08:00:00Z";
  expect(firedWords(trigger({ fired_at, fired_value: 5 }), "UTC")).toBe("Fired 27 Feb 2020 at 5\u00a0votes");
  expect(firedWords(trigger({ kind: "date", fired_at }), "UTC")).toBe("Fired 27 Feb 2020");
});

test("the register's line names the first day and how many readings wait", () => {
  const day = (on: string) => trigger({ kind: "date", on });
  expect(outlook(quiet, "UTC")).toBe("");
  expect(outlook({ ...quiet, triggers: [trigger()] }, "UTC")).toBe("1 reading");
  const many = { ...quiet, triggers: [day("2031-03-03"), trigger(), day("2030-01-25"), trigger()] };
  expect(outlook(many, "UTC")).toBe("25 Jan 2030 or 2 readings");
  const fired = { ...quiet, triggers: [trigger({ fired_at: "2020-02-27T08:00:00Z" })] };
  expect(outlook(fired, "UTC")).toBe("Came due 27 Feb 2020");
});

test("months without a decision are shown as such, across the turn of the year", () => {
  const months = [{ month: "2026-01", yes: 1, no: 2, not_now: 1, merge_into: 1 }];
  const shown = lastMonths(months, "2026-02-11", 4);
  expect(shown.map((each) => each.month)).toEqual(["2025-11", "2025-12", "2026-01", "2026-02"]);
  expect(shown.map(declined)).toEqual([0, 0, 4, 0]);
});

test("a saved list is known by its address, and keeps search and order", () => {
  const view = registerViews.find((each) => each.name === "no");
  if (!view) throw new Error("The register has no list of what was said no to");
  const search = new URLSearchParams("q=crm&sort=-decided_on&is_due=true&peek=d-1");
  const address = searchOf(view, search);
  expect(address).toBe("?q=crm&sort=-decided_on&verdict=no&in_force=true");
  expect(viewOf(new URLSearchParams(address))).toBe("no");
});

test("a condition more than a saved list has makes it another list", () => {
  expect(viewOf(new URLSearchParams())).toBe("all");
  expect(viewOf(new URLSearchParams("verdict=no"))).toBeNull();
  expect(viewOf(new URLSearchParams("verdict=no&in_force=true&owner_id=m-1"))).toBeNull();
});
