import { screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { RecordOut } from "@/api/types";
import { bet, makeBet } from "@/testing/cast";
import { type Answer, Refusal, serve } from "@/testing/server";
import { show } from "@/testing/show";
import { Conflicts, resolve } from "./conflict-dialog";
import { conflicts } from "./conflicts";
import { sameValue, toInput } from "./kind";
import { Properties } from "./page/properties";
import { useRecord } from "./use-record";

afterEach(conflicts.clear);

const mine = makeBet(1, { effort: 3 });
const theirs = makeBet(1, { effort: 8, title: "Renamed by Bob", version: 2 });

function serveStale(more: Record<string, Answer> = {}) {
  return serve({
    "GET /api/roadmap/bets/{id}": () => mine,
    "PATCH /api/roadmap/bets/{id}": ({ body }) => {
      const sent = body as { version: number; effort?: number };
      if (sent.version < 2)
        return new Refusal(409, "graph.stale_version", "Saved meanwhile", { current: theirs });
      return { ...theirs, ...sent, version: 3 };
    },
    ...more,
  });
}

function Page() {
  const { data } = useRecord(bet, "bet-1");
  return (
    <>
      {data && <Properties kind={bet} record={data} />}
      {data && <p>{data.title}</p>}
      <Conflicts />
    </>
  );
}

async function editEffort(user: ReturnType<typeof show>["user"]) {
  await user.click(await screen.findByRole("button", { name: /^Edit Effort/ }));
  await user.clear(screen.getByRole("textbox", { name: "Effort" }));
  await user.type(screen.getByRole("textbox", { name: "Effort" }), "5{Enter}");
}

test("a save on an old version shows both values and writes neither", async () => {
  const calls = serveStale();
  const { user } = show(<Page />);
  await editEffort(user);
  const dialog = await screen.findByRole("dialog", { name: "Somebody else saved this meanwhile" });
  expect(dialog.textContent).toContain("5\u202fw");
  expect(dialog.textContent).toContain("8\u202fw");
  expect(calls.filter((call) => call.method === "PATCH")).toHaveLength(1);
});

test("keeping mine saves it on top of the newer version, whose other fields stay", async () => {
  const calls = serveStale();
  const { user } = show(<Page />);
  await editEffort(user);
  await user.click(await screen.findByRole("button", { name: "Save the choice" }));
  await waitFor(() =>
    expect(calls.filter((call) => call.method === "PATCH").at(-1)?.body).toEqual({ effort: 5, version: 2 }),
  );
  await screen.findByText("Renamed by Bob");
});

test("keeping theirs writes nothing and offers mine once more", async () => {
  const calls = serveStale();
  const { user } = show(<Page />);
  await editEffort(user);
  await user.click(await screen.findByRole("radio", { name: /Saved meanwhile/ }));
  await user.click(screen.getByRole("button", { name: "Save the choice" }));
  await user.click(await screen.findByRole("button", { name: "Use mine" }));
  await waitFor(() =>
    expect(calls.filter((call) => call.method === "PATCH").at(-1)?.body).toEqual({ effort: 5, version: 2 }),
  );
});

test("a conflict that is left open can be looked at again", async () => {
  serveStale();
  const { user } = show(<Page />);
  await editEffort(user);
  await user.click(await screen.findByRole("button", { name: "Decide later" }));
  await user.click(await screen.findByRole("button", { name: "Look again" }));
  await screen.findByRole("dialog", { name: "Somebody else saved this meanwhile" });
});

test("any other refusal puts the old value back", async () => {
  serveStale({
    "PATCH /api/roadmap/bets/{id}": () => new Refusal(422, "kit.invalid", "Some fields are not valid."),
  });
  const { user } = show(<Page />);
  await editEffort(user);
  await screen.findByText("Some fields are not valid.");
  expect(screen.getByRole("button", { name: /^Edit Effort/ }).textContent).toContain("3\u202fw");
});

test("two texts can be kept one under the other", () => {
  const current: RecordOut = makeBet(1, { body: "Theirs" });
  const conflict = { kind: bet, mine: { body: "Mine" }, base: mine, current };
  expect(resolve(conflict, { body: "both" })).toEqual({ body: "Theirs\n\nMine" });
  expect(resolve(conflict, { body: "theirs" })).toEqual({});
  expect(resolve(conflict, {})).toEqual({ body: "Mine" });
});

test("people are sent by their id", () => {
  expect(toInput(bet, { owner: { id: "m-2", name: "Bob" }, stage: "now" })).toEqual({
    owner_id: "m-2",
    stage: "now",
  });
  expect(toInput(bet, { owner: null })).toEqual({ owner_id: null });
  expect(sameValue({ id: "m-2", name: "Bob" }, { id: "m-2", name: "Robert" })).toBe(true);
});
