import { expect, test } from "vitest";
import { Refusal, serve } from "@/testing/server";
import { downloadAddress, send, withQuery } from "./client";
import { asProblem, Problem, parseProblem } from "./problem";

test("a refusal keeps its code, its fields and what it brought along", () => {
  const problem = parseProblem(409, {
    type: "about:blank",
    title: "Somebody saved this meanwhile.",
    status: 409,
    code: "graph.stale_version",
    detail: "",
    fields: { title: "Too long", owner_id: ["Unknown", "Gone"] },
    current: { version: 4 },
  });
  expect(problem.code).toBe("graph.stale_version");
  expect(problem.fields).toEqual({ title: ["Too long"], owner_id: ["Unknown", "Gone"] });
  expect(problem.extra).toEqual({ current: { version: 4 } });
});

test("the account service's errors become fields", () => {
  const problem = parseProblem(400, {
    status: 400,
    errors: [{ message: "Wrong password.", code: "email_password_mismatch", param: "password" }],
  });
  expect(problem.code).toBe("email_password_mismatch");
  expect(problem.title).toBe("Wrong password.");
  expect(problem.fields).toEqual({ password: ["Wrong password."] });
});

test("an answer that is no problem document still has words", () => {
  expect(parseProblem(502, "<html>").title).toBe("The server failed");
  expect(parseProblem(413, null).code).toBe("http.413");
});

test("a failure of the page itself is told apart from a refusal", () => {
  expect(asProblem(new TypeError("x is undefined")).code).toBe("page.failed");
});

test("no connection is a problem of its own", async () => {
  globalThis.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
  const error = await send("GET", "/api/me").catch((refused: unknown) => refused);
  expect(error).toBeInstanceOf(Problem);
  expect(asProblem(error).isOffline).toBe(true);
});

test("a write carries the proof of the session and the workspace of the address", async () => {
  window.history.replaceState(null, "", "/w/larkspur/roadmap/bets");
  // biome-ignore lint/suspicious/noDocumentCookie: the test stands in for the server that sets it
  document.cookie = "csrftoken=abc";
  const calls = serve({ "POST /api/roadmap/bets": () => ({ id: "1" }) });
  await send("POST", "/api/roadmap/bets", { body: { title: "One" } });
  expect(calls[0]?.headers.get("X-CSRFToken")).toBe("abc");
  expect(calls[0]?.headers.get("X-Workspace")).toBe("larkspur");
  expect(downloadAddress("/api/x.csv", { q: "a b" })).toBe("/api/x.csv?q=a+b&workspace=larkspur");
});

test("a refused call is thrown", async () => {
  serve({ "GET /api/me": () => new Refusal(401, "kit.unauthenticated", "Sign in first.") });
  await expect(send("GET", "/api/me")).rejects.toMatchObject({ status: 401, code: "kit.unauthenticated" });
});

test("a query leaves out what is empty and repeats what is many", () => {
  expect(withQuery("/a", { q: "", sort: undefined, ids: ["1", "2"], limit: 0 })).toBe(
    "/a?ids=1&ids=2&limit=0",
  );
});
