import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { show } from "@/testing/show";
import { ExportMenu } from "./export-menu";

test("what is seen leaves for another tracker with the filters of the list", async () => {
  const { user } = show(
    <ExportMenu query={{ horizon: ["now"] }} onPicture={async () => {}} onPrint={() => {}} />,
  );
  await user.click(screen.getByRole("button", { name: "Export" }));
  await user.hover(await screen.findByRole("menuitem", { name: "For another tracker" }));
  const jira = await screen.findByRole("menuitem", { name: "Jira (CSV)" });
  expect(jira.getAttribute("href")).toMatch(/^\/api\/exports\/jira\.csv\?.*horizon=now/);
});
