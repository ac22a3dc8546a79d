import { screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { bet, makeBet } from "@/testing/cast";
import { type Answer, Refusal, serve } from "@/testing/server";
import { show } from "@/testing/show";
import { Conflicts } from "./conflict-dialog";
import { conflicts } from "./conflicts";
import { EditDialog } from "./edit-dialog";

afterEach(conflicts.clear);

const mine = makeBet(1, { effort: 3 });

function edit(answer: Answer) {
  const calls = serve({ "PATCH /api/roadmap/bets/{id}": answer });
  let closed = 0;
  const { user } = show(
    <>
      <EditDialog kind={bet} record={mine} asks={["effort"]} onClose={() => closed++} />
      <Conflicts />
    </>,
  );
  const patches = () => calls.filter((call) => call.method === "PATCH").map((call) => call.body);
  return { user, patches, closed: () => closed };
}

async function setEffort(user: ReturnType<typeof show>["user"], effort: string) {
  const field = await screen.findByRole("spinbutton", { name: /^Effort/ });
  await user.clear(field);
  await user.type(field, effort);
  await user.click(screen.getByRole("button", { name: /^Save/ }));
}

test("only what was changed is saved, on the version that was read", async () => {
  const { user, patches, closed } = edit(({ body }) => ({ ...mine, ...(body as object), version: 2 }));
  await setEffort(user, "5");
  await waitFor(() => expect(closed()).toBe(1));
  expect(patches()).toEqual([{ effort: 5, version: mine.version }]);
});

test("nothing can be saved while nothing is changed", async () => {
  edit(() => mine);
  const save = await screen.findByRole("button", { name: /^Save/ });
  expect(save.hasAttribute("disabled")).toBe(true);
});

test("a refusal stands at its field and keeps the dialog open", async () => {
  const { user, closed } = edit(
    () => new Refusal(422, "request.invalid", "Not valid", { fields: { effort: ["It is too much."] } }),
  );
  await setEffort(user, "5000");
  await screen.findByText("It is too much.");
  expect(closed()).toBe(0);
});

test("a save that met a newer version asks which one stands, and saves mine on top of it", async () => {
  const theirs = makeBet(1, { effort: 8, version: 2 });
  const { user, patches } = edit(({ body }) => {
    const sent = body as { version: number };
    if (sent.version < 2)
      return new Refusal(409, "graph.stale_version", "Saved meanwhile", { current: theirs });
    return { ...theirs, ...sent, version: 3 };
  });
  await setEffort(user, "5");
  await screen.findByRole("dialog", { name: "Somebody else saved this meanwhile" });
  await user.click(screen.getByRole("button", { name: "Save the choice" }));
  await waitFor(() => expect(patches().at(-1)).toEqual({ effort: 5, version: 2 }));
});
