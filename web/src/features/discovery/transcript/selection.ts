import type { TurnOut } from "../api";
import { lengthInPoints, type Span } from "./spans";

export interface Selected extends Span {
  /** Where the words stand on the screen, for what floats above them. */
  at: DOMRect;
  quote: string;
}

function wordsOf(node: Node): HTMLElement | null {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest<HTMLElement>("[data-turn]") ?? null;
}

function placeOf(turns: readonly TurnOut[], node: Node, offset: number): number | null {
  const words = wordsOf(node);
  const turn = words && turns[Number(words.dataset.turn)];
  if (!words || !turn) return null;
  const range = window.document.createRange();
  range.selectNodeContents(words);
  range.setEnd(node, offset);
  return turn.begin + lengthInPoints(range.toString());
}

/** What is selected in the transcript, as a place in the document; null when nothing is, or not there. */
export function readSelection(root: HTMLElement, turns: readonly TurnOut[]): Selected | null {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.commonAncestorContainer)) return null;
  const start = placeOf(turns, range.startContainer, range.startOffset);
  const end = placeOf(turns, range.endContainer, range.endOffset);
  const quote = range.toString().trim();
  if (start === null || end === null || end <= start || !quote) return null;
  return { start, end, quote, at: range.getBoundingClientRect() };
}

/** Selects a stretch of one turn's words, counted in code points of the turn. */
export function selectWords(words: HTMLElement, span: Span): void {
  const range = window.document.createRange();
  const walker = window.document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  let passed = 0;
  let started = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const points = Array.from(node.textContent ?? "");
    const inUnits = (place: number) => points.slice(0, place - passed).join("").length;
    if (!started && span.start < passed + points.length) {
      range.setStart(node, inUnits(span.start));
      started = true;
    }
    if (started && span.end <= passed + points.length) {
      range.setEnd(node, inUnits(span.end));
      break;
    }
    passed += points.length;
  }
  const selection = window.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}
