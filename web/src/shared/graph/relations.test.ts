import { expect, test } from "vitest";
import { birthLink, relationChoice, relationOf } from "./relations";

const here = { id: "here" };

function linkFor(newStep: string, hereStep: string) {
  const relation = relationOf(newStep, hereStep);
  return relation && birthLink(relation, here);
}

test("a new hypothesis derives from the opportunity it is made on", () => {
  expect(linkFor("hypothesis", "opportunity")).toEqual({ kind: "derives_from", target: "here" });
});

test("a hypothesis made on an initiative is what the initiative derives from", () => {
  expect(linkFor("hypothesis", "initiative")).toEqual({ kind: "derives_from", source: "here" });
});

test("a test tests the hypothesis, an initiative contributes to the key result", () => {
  expect(linkFor("experiment", "hypothesis")).toEqual({ kind: "tests", target: "here" });
  expect(linkFor("key_result", "initiative")).toEqual({ kind: "contributes_to", source: "here" });
  expect(linkFor("initiative", "key_result")).toEqual({ kind: "contributes_to", target: "here" });
});

test("where the practice knows no relation, none is guessed", () => {
  expect(relationOf("outcome", "evidence")).toBeUndefined();
  expect(relationOf("experiment", null)).toBeUndefined();
});

test("the link dialog offers the same relation, seen from here", () => {
  const relation = relationOf("experiment", "hypothesis");
  expect(relation && relationChoice(relation)).toBe("tests:in");
});
