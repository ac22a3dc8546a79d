import { fireEvent, screen } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { expect, test } from "vitest";
import { Refusal, serve } from "@/testing/server";
import { show } from "@/testing/show";
import WhyPage from "./why-page";

const node = (id: string, state = "") => ({
  id,
  kind: "bet",
  key: id.toUpperCase(),
  title: `Bet ${id}`,
  domain: "roadmap",
  plural: "bets",
  state,
  archived_at: null,
});

function open(search = "") {
  const calls = serve({
    "GET /api/graph/kinds": () => [],
    "GET /api/graph/{id}/why": ({ query }) => {
      const on = query.get("on");
      if (on === "2019-01-01") return new Refusal(404, "graph.node_not_found", "There is no such record.");
      return {
        on,
        node: node("here", "building"),
        upstream: [{ node: node("far"), depth: 1 }],
        downstream: [],
        links: [{ id: "1", kind: "derives_from", source: "here", target: "far" }],
        decision: on ? { ...node("dec"), title: "Yes to the bet" } : null,
        unknown_states: on ? ["far"] : [],
      };
    },
  });
  const shown = show(
    <Routes>
      <Route path="/w/larkspur/why/:id" element={<WhyPage />} />
    </Routes>,
    { at: `/w/larkspur/why/here${search}` },
  );
  return { ...shown, calls };
}

test("the present has no banner, and a day that is chosen stands in the address", async () => {
  const { calls } = open();
  await screen.findByText("Bet far");
  expect(screen.queryByText(/As it stood on/)).toBeNull();
  fireEvent.change(screen.getByLabelText("As of"), { target: { value: "2020-03-02" } });
  expect(await screen.findByText("As it stood on 2 Mar 2020.")).toBeTruthy();
  expect(screen.getByTestId("address").textContent).toBe("/w/larkspur/why/here?on=2020-03-02");
  expect(calls.at(-1)?.query.get("on")).toBe("2020-03-02");
});

test("a day in the address shows the decision in force then, and marks what is not known of it", async () => {
  const { user } = open("?on=2020-03-02");
  expect(await screen.findByRole("link", { name: "Yes to the bet" })).toBeTruthy();
  expect(screen.getByText(/The state of 1 record on that day is not known/)).toBeTruthy();
  expect(screen.getByText("not known")).toBeTruthy();
  expect(screen.getByText("Building")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Back to today" }));
  expect(screen.getByTestId("address").textContent).toBe("/w/larkspur/why/here");
});

test("before a record was made, the page says so and the day can still be changed", async () => {
  open("?on=2019-01-01");
  expect(await screen.findByText("It was not here on 1 Jan 2019")).toBeTruthy();
  expect(screen.getByLabelText("As of")).toBeTruthy();
});
