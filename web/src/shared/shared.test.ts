import { expect, test } from "vitest";
import type { NodeRef, WhyOut } from "@/api/types";
import { toCsv } from "./charts/export";
import { chainInWords } from "./graph/mini-chain";
import { layOut } from "./graph/why-layout";
import { refuseFile } from "./io/file-drop";
import { initialsOf } from "./people/person-avatar";
import { encodeMentions, mentionAt, withMention } from "./records/page/mentions";
import { nextSort } from "./records/table/use-list-state";
import { renderMarkdown } from "./text/markdown-render";
import { marks } from "./text/text-marks";

test("text from others cannot bring markup or scripts", () => {
  expect(renderMarkdown("<img src=x onerror=alert(1)>")).not.toContain("<img");
  expect(renderMarkdown("[go](javascript:alert(1))")).not.toContain("href");
  expect(renderMarkdown('![x"onload="y](https://elsewhere.example/a.png)')).not.toMatch(/<img|onload="/);
});

test("a mention reads as a name", () => {
  expect(renderMarkdown("Ask @[Bob Lee](m-2).")).toContain("<strong>@Bob Lee</strong>");
});

test("a mention is offered while it is typed and kept by id", () => {
  expect(mentionAt("Ask @Bo", 7)).toBe("Bo");
  expect(mentionAt("mail a@b", 8)).toBeNull();
  expect(withMention("Ask @Bo now", 7, "Bob")).toEqual({ text: "Ask @Bob  now", caret: 9 });
  const people = [
    { id: "1", name: "Ann" },
    { id: "2", name: "Ann Lee" },
  ];
  expect(encodeMentions("@Ann Lee and @Ann", people)).toBe("@[Ann Lee](2) and @[Ann](1)");
});

test("marks wrap the selection and lists toggle", () => {
  expect(marks.bold("a word", 2, 6)).toEqual({ text: "a **word**", from: 4, to: 8 });
  const listed = marks.list("one\ntwo", 0, 7);
  expect(listed.text).toBe("- one\n- two");
  expect(marks.list(listed.text, 0, listed.text.length).text).toBe("one\ntwo");
});

test("a file is refused for its size, its ending, or because it is empty", () => {
  expect(refuseFile({ name: "a.csv", size: 0 }, ".csv", 10)).toBe("a.csv is empty.");
  expect(refuseFile({ name: "a.csv", size: 2_000_000 }, ".csv", 1_000_000)).toContain("2.0\u202fMB");
  expect(refuseFile({ name: "a.exe", size: 5 }, ".csv, .vtt", 10)).toContain(".csv, .vtt");
  expect(refuseFile({ name: "A.CSV", size: 5 }, ".csv", 10)).toBeNull();
});

test("a spreadsheet runs nothing out of an export", () => {
  expect(
    toCsv({
      columns: ["name", "n"],
      rows: [
        ["=1+1", -2],
        ['say "hi"', null],
      ],
    }),
  ).toBe('name,n\r\n\'=1+1,-2\r\n"say ""hi""",');
});

test("the chain says in words what is missing", () => {
  const states = Array.from({ length: 11 }, (_, index) =>
    index === 7 ? "hollow" : index === 2 ? "half" : "filled",
  );
  expect(chainInWords(states as ("filled" | "half" | "hollow")[])).toBe(
    "Missing: experiment; waiting: hypothesis",
  );
});

test("sorting goes up, down, and back", () => {
  expect(nextSort("", "effort")).toBe("effort");
  expect(nextSort("effort", "effort")).toBe("-effort");
  expect(nextSort("-effort", "effort")).toBe("");
});

test("initials are the first and last name's", () => {
  expect(initialsOf("Ann Marie Lee")).toBe("AL");
  expect(initialsOf(" ")).toBe("?");
});

function node(id: string): NodeRef {
  return {
    id,
    kind: "bet",
    key: id.toUpperCase(),
    title: id,
    domain: "roadmap",
    plural: "bets",
    state: "",
    archived_at: null,
  };
}

test("why is laid out left to right by depth, and records stand beside what they are linked to", () => {
  const why: WhyOut = {
    on: null,
    decision: null,
    unknown_states: [],
    node: node("here"),
    upstream: [
      { node: node("a"), depth: 1 },
      { node: node("b"), depth: 1 },
      { node: node("far"), depth: 2 },
    ],
    downstream: [{ node: node("goal"), depth: 1 }],
    links: [
      { id: "1", kind: "derives_from", source: "here", target: "a" },
      { id: "2", kind: "derives_from", source: "here", target: "b" },
      { id: "3", kind: "supports", source: "far", target: "b" },
      { id: "4", kind: "contributes_to", source: "here", target: "goal" },
    ],
  };
  const layout = layOut(why);
  const at = Object.fromEntries(layout.placed.map((each) => [each.node.id, each]));
  expect(layout.columns).toBe(4);
  expect([at.far?.column, at.a?.column, at.here?.column, at.goal?.column]).toEqual([0, 1, 2, 3]);
  expect(new Set(layout.placed.map((each) => `${each.column}:${each.row}`)).size).toBe(5);
});
