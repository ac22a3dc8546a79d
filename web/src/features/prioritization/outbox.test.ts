import { beforeEach, expect, test, vi } from "vitest";
import { Problem } from "@/api/problem";
import type { Given } from "./api";
import { Outbox, readKept } from "./outbox";
import { detailOf } from "./testing";

const offline = () => new Problem({ status: 0, code: "page.offline", title: "Away" });
const stale = (current: Record<string, unknown>) =>
  new Problem({ status: 409, code: "prioritization.stale_score", title: "Stale", extra: { current } });

function give(values: Given["values"], versions: Given["versions"] = {}): Given {
  return { candidate: 1, values, versions };
}

function boxWith(send: (given: Given) => Promise<ReturnType<typeof detailOf>>) {
  let clock = 0;
  const onSaved = vi.fn();
  const onRefused = vi.fn();
  const box = new Outbox("r", { send, onSaved, onRefused, shelf: localStorage, now: () => (clock += 1) });
  return { box, onSaved, onRefused };
}

beforeEach(() => localStorage.clear());

test("what cannot be sent is kept over a reload, and goes when there is a connection", async () => {
  const send = vi.fn().mockRejectedValueOnce(offline()).mockResolvedValue(detailOf({}));
  const { box } = boxWith(send);
  await box.give(give({ value: 8 }));
  expect(box.snapshot().waiting).toBe(true);
  expect(readKept(localStorage, "r").map(({ values }) => values)).toEqual([{ value: 8 }]);

  const after = boxWith(send);
  await after.box.flush();
  expect(after.onSaved).toHaveBeenCalledOnce();
  expect(readKept(localStorage, "r")).toEqual([]);
});

test("numbers given to one candidate while away go as one", async () => {
  const send = vi
    .fn()
    .mockRejectedValueOnce(offline())
    .mockRejectedValueOnce(offline())
    .mockResolvedValue(detailOf({}));
  const { box } = boxWith(send);
  await box.give(give({ value: 8 }, { value: 4 }));
  await box.give(give({ value: 5, risk: 3 }, { value: 4 }));
  await box.flush();
  expect(send).toHaveBeenLastCalledWith(
    expect.objectContaining({ values: { value: 5, risk: 3 }, versions: { value: 4 } }),
  );
});

test("a number given while another is on its way does not meet that as a conflict", async () => {
  const send = vi.fn().mockResolvedValue(detailOf({ value: { value: 8, version: 12 } }));
  const { box } = boxWith(send);
  await Promise.all([box.give(give({ value: 8 })), box.give(give({ value: 13 }))]);
  expect(send.mock.calls.map(([given]) => given.versions)).toEqual([{}, { value: 12 }]);
});

test("after a re-vote began, an earlier save's version is not held against the new number", async () => {
  const send = vi.fn().mockResolvedValue(detailOf({ value: { value: 8, version: 12 } }));
  const { box } = boxWith(send);
  await box.give(give({ value: 8 }));
  await box.give(give({ value: 13 }));
  expect(send).toHaveBeenLastCalledWith({ candidate: 1, values: { value: 13 }, versions: {} });
});

test("two numbers that meet are both shown, and the chosen one is saved over the other", async () => {
  const theirs = { value: 5, version: 9 };
  const send = vi
    .fn()
    .mockRejectedValueOnce(stale({ value: theirs }))
    .mockResolvedValue(detailOf({}));
  const { box } = boxWith(send);
  await box.give(give({ value: 8, risk: 2 }));
  expect(box.snapshot().clash?.clashes).toEqual([{ candidate: 1, column: "value", mine: 8, theirs }]);
  expect(send).toHaveBeenCalledOnce();

  await box.settle(new Set(["value"]));
  expect(send).toHaveBeenLastCalledWith({
    candidate: 1,
    values: { value: 8, risk: 2 },
    versions: { value: 9 },
  });
});

test("keeping what was saved elsewhere still saves the rest", async () => {
  const send = vi
    .fn()
    .mockRejectedValueOnce(stale({ value: { value: 5, version: 9 } }))
    .mockResolvedValue(detailOf({}));
  const { box } = boxWith(send);
  await box.give(give({ value: 8, risk: 2 }));
  await box.settle(new Set());
  expect(send).toHaveBeenLastCalledWith({ candidate: 1, values: { risk: 2 }, versions: {} });
});

test("what the server refuses is said and not tried for ever", async () => {
  const refusal = new Problem({ status: 422, code: "x", title: "Off the scale" });
  const { box, onRefused } = boxWith(vi.fn().mockRejectedValue(refusal));
  await box.give(give({ value: 4 }));
  expect(onRefused).toHaveBeenCalledWith(refusal);
  expect(box.snapshot().kept).toEqual([]);
});
