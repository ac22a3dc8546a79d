import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ReportOut, SourceOut } from "@/api/imports";
import { show } from "@/testing/show";
import { ImportPreview } from "./import-preview";

const source: SourceOut = {
  source: "jira",
  label: "Jira",
  help: "",
  accepts: [".csv"],
  fields: [{ name: "title", label: "Title", is_required: true }],
  options: [],
};
const report: ReportOut = {
  run_id: null,
  source: "jira",
  file_name: "export.csv",
  dry_run: true,
  columns: ["Summary"],
  mapping: { title: "Summary" },
  created: 2,
  unchanged: 0,
  rejected: 0,
  errors: [{ row: 3, field: "blocked_by", message: "It would go Tour → Theme → Tour." }],
  sample: [{ title: "Tour" }, { title: "Theme", blocked_by: "TN-1" }],
  detail: { dependencies: 1200, "unknown words, taken as ideas": "Wish list (1)", missing: ["TN-9"] },
};

test("what else comes along is told, lists are left to the report", () => {
  show(<ImportPreview source={source} report={report} onMap={() => {}} />);
  expect(screen.getByRole("list", { name: "What else" }).textContent).toBe(
    "Dependencies: 1,200Unknown words, taken as ideas: Wish list (1)",
  );
});

test("a column that only a later row fills stands in the sample too", () => {
  show(<ImportPreview source={source} report={report} onMap={() => {}} />);
  expect(screen.getAllByRole("columnheader").map((each) => each.textContent)).toEqual([
    "Title",
    "Blocked by",
  ]);
  expect(screen.getByRole("cell", { name: "TN-1" })).toBeDefined();
});
