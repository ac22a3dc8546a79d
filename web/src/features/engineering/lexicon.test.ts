import { expect, test } from "vitest";
import type { RiskTerm } from "./api";
import { lineOf, problemAt, waysOf, withTerm } from "./lexicon";

function term(name: string, more: Partial<RiskTerm> = {}): RiskTerm {
  return { term: name, also: [], because: "", sort: "other", is_on: true, ...more };
}

test("other ways to say it are read from one line, and written back as one", () => {
  expect(waysOf(" saml, oidc ,, saml")).toEqual(["saml", "oidc"]);
  expect(waysOf(lineOf(["two-way", "sync up"]))).toEqual(["two-way", "sync up"]);
  expect(waysOf("  ")).toEqual([]);
});

test("a changed word keeps its place, a new one comes last, and one that is left out goes", () => {
  const terms = [term("sync"), term("bulk")];
  const changed = term("sync", { is_on: false });
  expect(withTerm(terms, terms[0] ?? null, changed)).toEqual([changed, term("bulk")]);
  expect(withTerm(terms, null, term("ledger")).map((each) => each.term)).toEqual(["sync", "bulk", "ledger"]);
  expect(withTerm(terms, terms[1] ?? null, null).map((each) => each.term)).toEqual(["sync"]);
});

test("only what is wrong with the edited word is said beside it", () => {
  const fields = { "terms.1": ["It needs a letter."], "body.payload.terms.3.also.0": ["Too long."] };
  expect(problemAt(fields, 1)).toBe("It needs a letter.");
  expect(problemAt(fields, 3)).toBe("Too long.");
  expect(problemAt(fields, 2)).toBeUndefined();
});
