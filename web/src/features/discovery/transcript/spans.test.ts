import { describe, expect, it } from "vitest";
import { cut, lengthInPoints, sentences, sliceByPoints, wholeWords } from "./spans";

describe("places in a text", () => {
  it("counts an emoji as one, as the server does", () => {
    expect(lengthInPoints("a😀b")).toBe(3);
    expect(sliceByPoints("a😀b", 1, 2)).toBe("😀");
  });

  it("cuts a turn where marks begin and end", () => {
    const marks = [{ start: 12, end: 15 }];
    expect(cut("one two", 10, marks).map((each) => [each.text, each.covers.length])).toEqual([
      ["on", 0],
      ["e t", 1],
      ["wo", 0],
    ]);
  });

  it("keeps both of two marks that overlap", () => {
    const marks = [
      { start: 0, end: 5 },
      { start: 3, end: 7 },
    ];
    expect(cut("one two", 0, marks).map((each) => each.covers.length)).toEqual([1, 2, 1]);
  });

  it("cuts only the part of a mark that lies in the turn", () => {
    expect(cut("two", 4, [{ start: 0, end: 6 }]).map((each) => each.text)).toEqual(["tw", "o"]);
  });

  it("widens a span that cuts words, and no other", () => {
    const points = Array.from("it was fine. I invited Sam");
    expect(wholeWords(points, { start: 4, end: 17 })).toEqual({ start: 3, end: 22 });
    expect(wholeWords(points, { start: 3, end: 12 })).toEqual({ start: 3, end: 12 });
  });

  it("offers the sentences of a turn one by one", () => {
    const text = "I closed it. I always do.";
    expect(sentences(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      "I closed it.",
      "I always do.",
    ]);
  });
});
