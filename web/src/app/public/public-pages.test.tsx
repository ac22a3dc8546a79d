import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { expect, test } from "vitest";
import { Router } from "@/app/router";
import { theme } from "@/shared/theme/mantine";
import { Refusal, serve } from "@/testing/server";

function open(path: string): void {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <MantineProvider env="test" theme={theme}>
      <QueryClientProvider client={client}>
        <MemoryRouter initialEntries={[path]}>
          <Router features={[]} />
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

const item = {
  title: "A CRM button",
  words: "Importing clients comes first.",
  verdict: "merge_into",
  month: "2026-01",
  revisit: "when five teams are seen doing it",
};

test("whoever holds the link reads the list, and nobody is asked who they are", async () => {
  const calls = serve({
    "GET /api/public/not-doing/{token}": () => ({ workspace: "Larkspur", items: [item] }),
  });
  open("/public/not-doing/token");
  expect(await screen.findByText("A CRM button")).toBeTruthy();
  expect(screen.getByText("Larkspur")).toBeTruthy();
  expect(screen.getByText("Merged")).toBeTruthy();
  expect(screen.getByText("January 2026")).toBeTruthy();
  expect(calls.map((call) => call.path)).toEqual(["/api/public/not-doing/token"]);
});

test("a list with nothing on it says so", async () => {
  serve({ "GET /api/public/not-doing/{token}": () => ({ workspace: "Larkspur", items: [] }) });
  open("/public/not-doing/token");
  expect(await screen.findByText("Nothing stands here at the moment.")).toBeTruthy();
});

test("a link that does not work says no more than that", async () => {
  serve({});
  open("/public/not-doing/wrong");
  expect(await screen.findByRole("heading", { name: "This link does not work" })).toBeTruthy();
});

test("too many wrong links ask for patience", async () => {
  serve({ "GET /api/public/not-doing/{token}": () => new Refusal(429, "kit.throttled", "Slow down.") });
  open("/public/not-doing/token");
  expect(await screen.findByRole("heading", { name: "Too many tries" })).toBeTruthy();
});

const roadmap = {
  workspace: "Larkspur",
  as_of: "2026-03-03",
  shipped: [],
};

test("a customer reads the published roadmap in its own words", async () => {
  const tour = {
    title: "A guided start",
    words: "Set up in a minute.",
    quarter: "Q2 2026",
    shipped_month: "",
  };
  serve({
    "GET /api/public/roadmap/{token}": () => ({
      ...roadmap,
      audience: "customers",
      lanes: [
        { horizon: "now", items: [tour] },
        { horizon: "next", items: [] },
      ],
      shipped: [{ title: "Export", words: "", quarter: "", shipped_month: "2026-02" }],
    }),
  });
  open("/public/roadmap/token");
  expect(await screen.findByText("A guided start")).toBeTruthy();
  expect(screen.getByText("Q2 2026")).toBeTruthy();
  expect(screen.getByText("Set up in a minute.")).toBeTruthy();
  expect(screen.getByText("shipped in February 2026")).toBeTruthy();
  expect(screen.queryByRole("heading", { name: "Next" })).toBeNull();
});

test("executives read how sure it is, what it serves and what is late", async () => {
  const tour = {
    title: "Guided tour",
    state: "building",
    outcome: null,
    team: "Onboarding",
    target_on: "2020-04-01",
    shipped_on: null,
    confidence: 55,
    key_results: ["Activation to 40 %"],
    is_late: true,
    blocked_by: 2,
  };
  const lanes = [{ horizon: "now", items: [tour] }];
  serve({ "GET /api/public/roadmap/{token}": () => ({ ...roadmap, audience: "executives", lanes }) });
  open("/public/roadmap/token");
  const facts = "Building · Onboarding · by 1 Apr 2020 · 55\u202f% sure · late · waits for 2 others";
  expect(await screen.findByText(facts, { normalizer: (text) => text })).toBeTruthy();
  expect(screen.getByText("Activation to 40 %")).toBeTruthy();
});

test("a link to the roadmap that does not work says no more than that", async () => {
  serve({});
  open("/public/roadmap/wrong");
  expect(await screen.findByRole("heading", { name: "This link does not work" })).toBeTruthy();
});
