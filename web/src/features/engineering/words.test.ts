import { expect, test } from "vitest";
import {
  type Constraint,
  type Debt,
  formatRoom,
  formatUse,
  lookOfTrend,
  markHit,
  methodOfPrice,
  orderLimits,
  type RiskFlag,
  readAdr,
  reasonOf,
} from "./words";

const unit = "calls a minute";

function standing(used_share: number | null): Constraint["standing"] {
  const headroom = used_share === null ? null : Math.max(0, 1 - used_share);
  return { state: "free", used_share, headroom, stale_on: null, is_stale: false };
}

test("a limit reads as what is known of it", () => {
  expect(formatUse({ limit: 600, used: 412, unit })).toBe("412 of 600 calls a minute");
  expect(formatUse({ limit: 600, used: null, unit })).toBe("600 calls a minute");
  expect(formatUse({ limit: null, used: 5, unit: "" })).toBe("5 used");
  expect(formatUse({ limit: null, used: null, unit: "" })).toBe("A rule without a number");
});

test("a limit has room, or is passed by something", () => {
  expect(formatRoom(standing(0.69))).toBe("31\u202f% free");
  expect(formatRoom(standing(1.2))).toBe("20\u202f% over");
  expect(formatRoom(standing(null))).toBe("");
});

test("limits that need somebody stand first in the register's order, the others by how full they are", () => {
  const over = { id: "over", standing: standing(1.1) };
  const stale = { id: "stale", standing: standing(0.2) };
  const roomy = { id: "roomy", standing: standing(0.1) };
  const fuller = { id: "fuller", standing: standing(0.5) };
  const ordered = orderLimits([over, stale], [roomy, stale, fuller]);
  expect(ordered.map((each) => each.id)).toEqual(["over", "stale", "fuller", "roomy"]);
});

test("a trend says its speed, and one reading is none", () => {
  expect(lookOfTrend({ direction: "grows", hours_per_month: 1.25, readings: 3 })).toEqual({
    state: "worse",
    word: "Grows 1.3\u202fh a month",
  });
  expect(lookOfTrend({ direction: "shrinks", hours_per_month: -2, readings: 2 }).word).toBe(
    "Shrinks 2.0\u202fh a month",
  );
  expect(lookOfTrend({ direction: "unknown", hours_per_month: null, readings: 1 }).word).toBe("Read once");
  expect(lookOfTrend({ direction: "unknown", hours_per_month: null, readings: 0 }).word).toBe("Not read yet");
});

test("a price names its hours and its rate, and what is not known is left out", () => {
  const price = {
    hourly_rate: 90,
    cost_of_delay: 1080,
    duration_weeks: null,
    payback_weeks: null,
    score: null,
  };
  const debt = { price, currency: "EUR", interest_hours: 12, principal_days: null } as Debt;
  expect(methodOfPrice(debt).inputs).toEqual([
    { label: "Lost to it", value: "12\u202fh a week" },
    { label: "An hour costs", value: "€90" },
  ]);
});

test("what raised a flag is marked as it is written", () => {
  expect(markHit("Two-way «syncing» of calendars")).toEqual(["Two-way ", "syncing", " of calendars"]);
  expect(markHit("«Import» what is there")).toEqual(["", "Import", " what is there"]);
  expect(markHit("without a hit")).toEqual(["without a hit", "", ""]);
});

test("a flag says whether it was linked, named or only sounds like risk", () => {
  const flag = { subject: { kind: "component" }, concerns: [{}, {}], term: "", because: "" };
  expect(reasonOf({ ...flag, sort: "linked" } as RiskFlag)).toBe(
    "Linked here, and has 2 entries in the registers.",
  );
  expect(reasonOf({ ...flag, sort: "named", concerns: [{}] } as RiskFlag)).toBe(
    "Named in the text, and has 1 entry in the registers.",
  );
  expect(
    reasonOf({ ...flag, sort: "words", term: "sync", because: "Two systems disagree." } as RiskFlag),
  ).toBe("Two systems disagree.");
});

test("a decision is read without its front matter and its title", () => {
  const body =
    "---\nstatus: accepted\ndate: 2026-02-03\n---\n\n# Use files\n\n## Context\n\nWe --- need one.\n";
  expect(readAdr(body)).toBe("## Context\n\nWe --- need one.");
  expect(readAdr("# Use files\n\nOnly this.")).toBe("Only this.");
  expect(readAdr("Text\n\n---\n\n# Not the title")).toBe("Text\n\n---\n\n# Not the title");
});
