import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { type Call, serve } from "@/testing/server";
import { roundKey } from "./api";
import { row } from "./testing";
import { useSpan } from "./use-span";

const route = "GET /api/prioritization/scoring-rounds/{id}/rows";

function pageOf({ query }: Call, total: number) {
  const offset = Number(query.get("offset"));
  const count = Math.max(0, Math.min(100, total - offset));
  const items = Array.from({ length: count }, (_, index) => row([], { candidate_id: offset + index }));
  return { items, total };
}

function setUp({ total, isAhead = true }: { total: number; isAhead?: boolean }) {
  const calls = serve({ [route]: (call) => pageOf(call, total) });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 10_000 } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const { result, rerender } = renderHook(({ q }) => useSpan("r", { q }, { isAhead }), {
    wrapper,
    initialProps: { q: "" },
  });
  const asked = () => calls.map(({ query }) => Number(query.get("offset")) / 100);
  return { result, rerender, asked, client, calls };
}

const idle = () => act(() => new Promise<void>((then) => setTimeout(then, 150)));

test("a list at rest fetches the rest of itself, once and in order, and its rows are there when it is scrolled", async () => {
  const { result, asked } = setUp({ total: 450 });
  await waitFor(() => expect(asked()).toEqual([0, 1, 2, 3, 4]));
  await waitFor(() => expect(result.current.rowAt(449)?.candidate_id).toBe(449));
  act(() => result.current.see(300, 326, 3));
  await idle();
  expect(asked()).toEqual([0, 1, 2, 3, 4]);
  expect(result.current.rows[0]?.candidate_id).toBe(0);
  act(() => result.current.see(310, 336));
  expect(result.current.rows[0]?.candidate_id).toBe(300);
});

test("without fetching ahead, only what is looked at is asked for", async () => {
  const { result, asked } = setUp({ total: 450, isAhead: false });
  await waitFor(() => expect(result.current.total).toBe(450));
  await idle();
  expect(asked()).toEqual([0]);
  act(() => result.current.see(190, 216));
  await waitFor(() => expect(asked()).toEqual([0, 1, 2]));
});

test("after a change, what is looked at is read again, and the rest only where somebody scrolls to", async () => {
  const { result, asked, client } = setUp({ total: 450 });
  await waitFor(() => expect(asked()).toEqual([0, 1, 2, 3, 4]));
  await idle();
  await act(() => client.invalidateQueries({ queryKey: roundKey("r") }));
  await idle();
  expect(asked().slice(5)).toEqual([0]);
  act(() => result.current.see(120, 146, 3));
  await waitFor(() => expect(asked().slice(6)).toEqual([1, 2]));
});

test("while other conditions are on their way, the rows before stay and none of theirs are fetched", async () => {
  const { result, rerender, asked, calls } = setUp({ total: 250 });
  await waitFor(() => expect(asked()).toEqual([0, 1, 2]));
  rerender({ q: "tour" });
  expect(result.current.isBefore).toBe(true);
  expect(result.current.rowAt(120)?.candidate_id).toBe(120);
  await waitFor(() => expect(result.current.isBefore).toBe(false));
  await waitFor(() => expect(asked().slice(3)).toEqual([0, 1, 2]));
  expect(calls.slice(3).every(({ query }) => query.get("q") === "tour")).toBe(true);
});
