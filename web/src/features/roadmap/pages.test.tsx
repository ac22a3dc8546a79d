import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { viewer } from "@/testing/cast";
import { Refusal, serve } from "@/testing/server";
import { show } from "@/testing/show";
import { initiative } from "./kinds";
import ChangesPage from "./pages/changes-page";
import TimelinePage from "./pages/timeline-page";

const kinds = [initiative];

const snapshot = (id: string, taken_at: string, reason: string) => ({
  id,
  taken_at,
  reason,
  month: "",
  taken_by: null,
  item_count: 2,
});
const february = snapshot("s-1", "2026-02-02T09:00:00Z", "Board meeting");
const march = snapshot("s-2", "2026-03-02T09:00:00Z", "Before the re-plan");

const moved = {
  item: { id: "i-1", key: "INI-1", title: "Guided tour", horizon: "next", team: null },
  kind: "moved",
  details: [{ field: "horizon", before: "later", after: "next" }],
  reason: "Five people seen copying by hand.",
  by: "Alice",
  at: "2026-03-02T09:00:00Z",
  words: "Guided tour: later → next, because: Five people seen copying by hand.",
};
const owned = {
  ...moved,
  kind: "owner",
  details: [{ field: "owner", before: null, after: "Bob" }],
  reason: "",
};
const diff = { before: march, after: null, counts: { moved: 1, owner: 1 }, changes: [moved, owned] };
const snapshots = { items: [march, february], total: 2 };

test("without a snapshot the page says what one is for, and takes the first", async () => {
  const taken: unknown[] = [];
  const calls = serve({
    "GET /api/roadmap/snapshots": () => ({ items: taken, total: taken.length }),
    "POST /api/roadmap/snapshots": () => {
      taken.push(march);
      return march;
    },
    "GET /api/roadmap/diff": () => ({ ...diff, counts: {}, changes: [] }),
  });
  const { user } = show(<ChangesPage />, { kinds });
  await user.click(await screen.findByRole("button", { name: "Take snapshot" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("What for"), "Before the re-plan");
  await user.click(dialog.getByRole("button", { name: "Take snapshot" }));
  expect(await screen.findByRole("heading", { name: "Nothing changed" })).toBeTruthy();
  expect(calls.find(({ method }) => method === "POST")?.body).toEqual({ reason: "Before the re-plan" });
});

test("the changes of an item stand together, with where from, where to, why and by whom", async () => {
  const calls = serve({ "GET /api/roadmap/snapshots": () => snapshots, "GET /api/roadmap/diff": () => diff });
  show(<ChangesPage />, { kinds });
  const list = within(await screen.findByRole("list", { name: "What changed" }));
  expect(list.getAllByRole("link")).toHaveLength(1);
  expect(list.getByText("Moved up")).toBeTruthy();
  expect(list.getByText("Five people seen copying by hand.")).toBeTruthy();
  expect(list.getByText("Changed hands")).toBeTruthy();
  expect(screen.getByText("1 initiative changed: 1 moved, 1 in owner.")).toBeTruthy();
  const asked = calls.find(({ path }) => path === "/api/roadmap/diff")?.query;
  expect(asked?.toString()).toBe("before=s-2");
});

test("a change that nobody explained can still be given its reason, for these two snapshots", async () => {
  const calls = serve({
    "GET /api/roadmap/snapshots": () => snapshots,
    "GET /api/roadmap/diff": () => diff,
    "POST /api/roadmap/snapshots/s-2/reasons": () => null,
  });
  const { user } = show(<ChangesPage />, { kinds });
  await user.click(await screen.findByRole("button", { name: "Say why: Guided tour, changed hands" }));
  await user.type(screen.getByRole("textbox", { name: "Why" }), "Bob knows the index.");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(calls.find(({ method }) => method === "POST")?.body).toEqual({
      initiative_id: "i-1",
      kind: "owner",
      reason: "Bob knows the index.",
      after: null,
    }),
  );
});

test("another pair of snapshots is compared when it is chosen, and the address says which", async () => {
  const calls = serve({ "GET /api/roadmap/snapshots": () => snapshots, "GET /api/roadmap/diff": () => diff });
  const { user } = show(<ChangesPage />, { kinds });
  await user.selectOptions(await screen.findByLabelText("From"), "s-1");
  await user.selectOptions(screen.getByLabelText("To"), "s-2");
  await waitFor(() => expect(calls.at(-1)?.query.toString()).toBe("before=s-1&after=s-2"));
  expect(screen.getByTestId("address").textContent).toContain("before=s-1&after=s-2");
});

test("what went wrong is said in place, with a way to try again", async () => {
  serve({
    "GET /api/roadmap/snapshots": () => snapshots,
    "GET /api/roadmap/diff": () =>
      new Refusal(404, "roadmap.snapshot_not_found", "There is no such snapshot."),
  });
  show(<ChangesPage />, { kinds });
  expect(await screen.findByRole("heading", { name: "There is no such snapshot." })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
});

test("whoever may only read is not offered a snapshot", async () => {
  serve({ "GET /api/roadmap/snapshots": () => snapshots, "GET /api/roadmap/diff": () => diff });
  show(<ChangesPage />, { kinds, as: viewer });
  await screen.findByRole("list", { name: "What changed" });
  expect(screen.queryByRole("button", { name: "Take snapshot" })).toBeNull();
});

test("a timeline without dates says how many wait for some", async () => {
  const timeline = { items: [], dependencies: [], milestones: [], total: 0, undated: 3 };
  serve({ "GET /api/roadmap/timeline": () => timeline });
  show(<TimelinePage />, { kinds });
  expect(await screen.findByRole("heading", { name: "Nothing has dates yet" })).toBeTruthy();
  expect(screen.getByText(/3 open initiatives wait for a start/)).toBeTruthy();
});

test("a timeline that cannot be read says so", async () => {
  serve({ "GET /api/roadmap/timeline": () => new Refusal(422, "kit.invalid", "This filter is unknown.") });
  show(<TimelinePage />, { kinds });
  expect(await screen.findByRole("heading", { name: "This filter is unknown." })).toBeTruthy();
});
