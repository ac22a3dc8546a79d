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
