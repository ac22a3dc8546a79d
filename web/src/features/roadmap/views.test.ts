import { expect, test } from "vitest";
import { readOver, writeOver } from "@/shared/hooks/use-address";
import { addressOf, contentOf, isChanged, rightsOn, sayContent, unshownOf, type View } from "./views";

const view: View = {
  id: "v-1",
  name: "Onboarding, committed",
  shape: "table",
  filters: { team_id: ["t-1"], state: ["committed"] },
  sort: "-confidence",
  options: { hide: "owner" },
  owner: { id: "m-1", name: "Alice" },
  is_shared: true,
  version: 3,
};
const search = (text: string) => new URLSearchParams(text);

test("what is seen is kept as the server lists it, and leads back to the same address", () => {
  const content = contentOf(
    search("team_id=t-1&state=committed&sort=-confidence&hide=owner&peek=i-9&view=v-1"),
  );
  expect(content).toEqual({ filters: view.filters, sort: view.sort, options: view.options });
  expect(contentOf(addressOf(view))).toEqual(content);
});

test("the address says only how what is seen differs from the view", () => {
  const base = addressOf(view);
  const address = writeOver(base, search("view=v-1"), { state: "", q: "tour" });
  expect(address.toString()).toBe("view=v-1&state=&q=tour");
  const seen = readOver(base, address);
  expect([seen.get("state"), seen.get("team_id"), seen.get("q")]).toEqual([null, "t-1", "tour"]);
  expect(isChanged(view, seen)).toBe(true);
  const back = writeOver(base, address, { state: "committed", q: "" });
  expect(back.toString()).toBe("view=v-1");
  expect(isChanged(view, readOver(base, back))).toBe(false);
});

test("what opens beside the list is no change of the view", () => {
  expect(isChanged(view, readOver(addressOf(view), search("view=v-1&peek=i-1")))).toBe(false);
});

test("what no page can show is named, and no part of the address", () => {
  const wide: View = {
    ...view,
    filters: { state: ["idea", "candidate"], where: ["tier:is:gold"], q: "a", team_id: null },
  };
  expect(addressOf(wide).toString()).toBe("q=a&sort=-confidence&hide=owner");
  expect(unshownOf(wide)).toEqual({ state: ["idea", "candidate"], where: ["tier:is:gold"] });
  expect(unshownOf(view)).toEqual({});
});

test("swimlanes open as a timeline in lanes", () => {
  expect(addressOf({ ...view, shape: "swimlanes", filters: {}, sort: "", options: {} }).get("by")).toBe(
    "objective",
  );
});

test("a view is said in words, with names for ids", () => {
  const nameOf = (id: string) => (id === "t-1" ? "Onboarding" : id);
  expect(sayContent(contentOf(addressOf(view)), nameOf)).toBe(
    "State: committed; Team: Onboarding; Columns left out: owner; Sorted by confidence",
  );
  expect(sayContent({ filters: {}, sort: "", options: {} }, nameOf)).toBe("Everything");
});

test("one's own view is one's own; everybody's is kept by editors, and taken away by its saver or an admin", () => {
  const bob = { id: "m-2", mayEdit: true, mayAdminister: false };
  expect(rightsOn(view, bob)).toEqual({ revise: true, remove: false });
  expect(rightsOn(view, { ...bob, mayAdminister: true })).toEqual({ revise: true, remove: true });
  expect(rightsOn(view, { id: "m-1", mayEdit: false, mayAdminister: false })).toEqual({
    revise: false,
    remove: true,
  });
  expect(rightsOn({ ...view, is_shared: false }, bob)).toEqual({ revise: false, remove: false });
});
