import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { useAddress } from "@/shared/hooks/use-address";
import { viewer } from "@/testing/cast";
import { Refusal, serve } from "@/testing/server";
import { show } from "@/testing/show";
import { ViewSwitcher } from "./components/view-switcher";
import { Viewed } from "./components/viewed";
import type { View } from "./views";

const onboarding: View = {
  id: "v-1",
  name: "Onboarding",
  shape: "timeline",
  filters: { team_id: ["t-1"] },
  sort: "",
  options: { by: "team" },
  owner: { id: "m-1", name: "Alice" },
  is_shared: false,
  version: 3,
};
const one = "/api/roadmap/views/{id}";

function Page() {
  const [seen, set] = useAddress();
  return (
    <>
      <ViewSwitcher shape="timeline" />
      <p>lanes by {seen.get("by") ?? "nothing"}</p>
      <button type="button" onClick={() => set({ by: "segment" })}>
        By segment
      </button>
    </>
  );
}

function open(at: string, routes: Parameters<typeof serve>[0], views: View[] = [onboarding], more = {}) {
  const calls = serve({
    "GET /api/roadmap/views": () => views,
    "GET /api/workspace/members": () => [],
    "GET /api/workspace/teams": () => [],
    ...routes,
  });
  const shown = show(
    <Viewed>
      <Page />
    </Viewed>,
    { at: `/w/larkspur/roadmap/timeline${at}`, ...more },
  );
  return { calls, ...shown };
}

const address = () => screen.getByTestId("address").textContent;
const sent = (calls: ReturnType<typeof serve>, method: string) =>
  calls.filter((call) => call.method === method).map(({ body }) => body);

test("the address of a view shows what it keeps, and a change of it is said", async () => {
  const { user } = open("?view=v-1", {});
  expect(await screen.findByText("lanes by team")).toBeTruthy();
  expect(screen.queryByText("Changed")).toBeNull();
  await user.click(screen.getByRole("button", { name: "By segment" }));
  expect(screen.getByText("Changed")).toBeTruthy();
  expect(address()).toBe("/w/larkspur/roadmap/timeline?view=v-1&by=segment");
  await user.click(screen.getByRole("button", { name: "Back to the view" }));
  expect(screen.getByText("lanes by team")).toBeTruthy();
});

test("what is seen is saved under a name, and the address leads to it", async () => {
  const { calls, user } = open("?by=segment", {
    "POST /api/roadmap/views": ({ body }) => ({ ...onboarding, ...(body as View), id: "v-2", version: 1 }),
  });
  await user.click(screen.getByRole("button", { name: "Views" }));
  await user.click(await screen.findByRole("menuitem", { name: "Save what is seen" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Name"), "By segment");
  await user.click(dialog.getByLabelText("Everyone"));
  await user.click(dialog.getByRole("button", { name: "Save view" }));
  await waitFor(() => expect(address()).toBe("/w/larkspur/roadmap/timeline?view=v-2"));
  expect(sent(calls, "POST")).toEqual([
    {
      name: "By segment",
      shape: "timeline",
      filters: {},
      sort: "",
      options: { by: "segment" },
      is_shared: true,
    },
  ]);
  expect(screen.getByText("lanes by segment")).toBeTruthy();
});

test("an update keeps what no page can show", async () => {
  const wide = { ...onboarding, filters: { team_id: ["t-1"], where: ["tier:is:gold"] } };
  const { calls, user } = open(
    "?view=v-1&by=segment",
    { [`PATCH ${one}`]: ({ body }) => ({ ...wide, ...(body as View), version: 4 }) },
    [wide],
  );
  expect(await screen.findByText("Its fields of one’s own cannot be shown here.")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Update view" }));
  await waitFor(() => expect(address()).toBe("/w/larkspur/roadmap/timeline?view=v-1"));
  expect(sent(calls, "PATCH")).toEqual([
    { version: 3, filters: wide.filters, sort: "", options: { by: "segment" } },
  ]);
});

test("a view that somebody saved meanwhile is shown beside one's own, and both are kept", async () => {
  const current = { ...onboarding, options: { by: "objective" }, version: 7 };
  const { calls, user } = open("?view=v-1&by=segment", {
    [`PATCH ${one}`]: () => new Refusal(409, "roadmap.stale_version", "Somebody changed this.", { current }),
    "POST /api/roadmap/views": ({ body }) => ({ ...onboarding, ...(body as View), id: "v-2", version: 1 }),
  });
  await user.click(await screen.findByRole("button", { name: "Update view" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getByText(/Lanes: objective/)).toBeTruthy();
  expect(dialog.getByText(/Lanes: segment/)).toBeTruthy();
  await user.click(dialog.getByRole("button", { name: "Keep both" }));
  const saving = within(await screen.findByRole("dialog", { name: "Save what is seen" }));
  expect(saving.getByLabelText<HTMLInputElement>("Name").value).toBe("Onboarding, mine");
  await user.click(saving.getByRole("button", { name: "Save view" }));
  await waitFor(() => expect(address()).toContain("view=v-2"));
  expect(sent(calls, "POST")).toMatchObject([{ name: "Onboarding, mine", options: { by: "segment" } }]);
});

test("replacing theirs goes with the version that is there now", async () => {
  const current = { ...onboarding, options: { by: "objective" }, version: 7 };
  let tries = 0;
  const { calls, user } = open("?view=v-1&by=segment", {
    [`PATCH ${one}`]: ({ body }) => {
      tries += 1;
      if (tries === 1) return new Refusal(409, "roadmap.stale_version", "Changed.", { current });
      return { ...onboarding, ...(body as View), version: 8 };
    },
  });
  await user.click(await screen.findByRole("button", { name: "Update view" }));
  await user.click(await screen.findByRole("button", { name: "Replace theirs" }));
  await waitFor(() => expect(sent(calls, "PATCH").map((body) => (body as View).version)).toEqual([3, 7]));
});

test("a deleted view comes back, and what was seen stays meanwhile", async () => {
  const { calls, user } = open("?view=v-1", {
    [`DELETE ${one}`]: () => null,
    "POST /api/roadmap/views": ({ body }) => ({ ...onboarding, ...(body as View), id: "v-2", version: 1 }),
  });
  await user.click(await screen.findByRole("button", { name: "Views, Onboarding is open" }));
  await user.click(await screen.findByRole("menuitem", { name: "Delete view" }));
  expect(await screen.findByText("Onboarding is deleted")).toBeTruthy();
  await waitFor(() => expect(address()).toBe("/w/larkspur/roadmap/timeline?team_id=t-1&by=team"));
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() =>
    expect(sent(calls, "POST")).toMatchObject([{ name: "Onboarding", options: { by: "team" } }]),
  );
});

test("a view that is not there is said to be gone, and everything is shown", async () => {
  open("?view=v-9", {});
  expect(await screen.findByText("This view was deleted, or is somebody else’s.")).toBeTruthy();
  expect(screen.getByText("lanes by nothing")).toBeTruthy();
});

test("whoever may only read keeps views of their own, and shares none", async () => {
  const shared = { ...onboarding, is_shared: true, owner: { id: "m-2", name: "Bob" } };
  const { user } = open("?view=v-1&by=segment", {}, [shared], { as: viewer });
  expect(await screen.findByText("Changed")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Update view" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Views, Onboarding is open" }));
  expect(await screen.findByRole("menuitem", { name: "Save what is seen" })).toBeTruthy();
  expect(screen.queryByRole("menuitem", { name: "Delete view" })).toBeNull();
});
