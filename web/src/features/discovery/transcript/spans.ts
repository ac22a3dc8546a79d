/** Places in a text are counted in Unicode code points, as the server counts them; JavaScript counts otherwise. */

export interface Span {
  start: number;
  end: number;
}

export function lengthInPoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export function sliceByPoints(text: string, start: number, end: number): string {
  return Array.from(text).slice(start, end).join("");
}

const inWord = /[\p{L}\p{N}_’'-]/u;

/** A span drawn by hand, widened so that it cuts no word. `points` is the text, one code point each. */
export function wholeWords(points: readonly string[], span: Span): Span {
  const isInside = (place: number) =>
    inWord.test(points[place - 1] ?? "") && inWord.test(points[place] ?? "");
  let { start, end } = span;
  while (start > 0 && isInside(start)) start -= 1;
  while (end < points.length && isInside(end)) end += 1;
  return { start, end };
}

export interface Segment<T extends Span> {
  text: string;
  /** What covers this stretch, the latest to begin last. */
  covers: T[];
}

/** A turn's words cut where marks begin and end. `begin` is the place of its first character in the document. */
export function cut<T extends Span>(text: string, begin: number, marks: readonly T[]): Segment<T>[] {
  const points = Array.from(text);
  const end = begin + points.length;
  const here = marks.filter((mark) => mark.start < end && begin < mark.end);
  const edges = new Set([begin, end]);
  for (const mark of here) {
    edges.add(Math.max(begin, mark.start));
    edges.add(Math.min(end, mark.end));
  }
  const places = [...edges].sort((a, b) => a - b);
  return places.slice(0, -1).map((from, index) => {
    const to = places[index + 1] ?? end;
    const covers = here.filter((mark) => mark.start <= from && to <= mark.end);
    return { text: points.slice(from - begin, to - begin).join(""), covers: covers.sort(byStart) };
  });
}

function byStart(a: Span, b: Span): number {
  return a.start - b.start || b.end - a.end;
}

/** The sentences of a text as spans of it, so that the keyboard can take one after another. */
export function sentences(text: string): Span[] {
  const segmenter = new Intl.Segmenter(undefined, { granularity: "sentence" });
  let place = 0;
  return Array.from(segmenter.segment(text), ({ segment }) => {
    const start = place;
    place += lengthInPoints(segment);
    return { start, end: start + lengthInPoints(segment.trimEnd()) };
  });
}
