import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { TurnOut } from "../api";
import { readSelection, type Selected, selectWords } from "./selection";
import { lengthInPoints, type Span, sentences } from "./spans";

/** Where the reader is: what is selected, which turn has the focus, and the keys that move both. */
export function useReading(root: RefObject<HTMLElement | null>, turns: readonly TurnOut[]) {
  const [selected, setSelected] = useState<Selected | null>(null);
  const at = useRef(-1);
  const sentence = useRef(-1);

  useEffect(() => {
    let waiting = 0;
    function read(): void {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => {
        setSelected(root.current ? readSelection(root.current, turns) : null);
      }, 80);
    }
    window.document.addEventListener("selectionchange", read);
    window.addEventListener("scroll", read, { passive: true });
    return () => {
      window.clearTimeout(waiting);
      window.document.removeEventListener("selectionchange", read);
      window.removeEventListener("scroll", read);
    };
  }, [root, turns]);

  const rowOf = useCallback((index: number) => window.document.getElementById(`turn-${index}`), []);

  const clear = useCallback(() => {
    window.getSelection()?.removeAllRanges();
    setSelected(null);
  }, []);

  function move(by: number): void {
    const next = Math.min(Math.max(at.current + by, 0), turns.length - 1);
    at.current = next;
    sentence.current = -1;
    clear();
    const row = rowOf(next);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  }

  /** The next or the previous sentence of the turn in focus; `grow` keeps what was selected before. */
  function step(by: number, grow: boolean): void {
    if (at.current < 0) move(1);
    const turn = turns[at.current];
    const words = rowOf(at.current)?.querySelector<HTMLElement>("[data-turn]");
    if (!turn || !words) return;
    const all = sentences(turn.text);
    const next = Math.min(Math.max(sentence.current + by, 0), all.length - 1);
    sentence.current = next;
    const found = all[next];
    if (!found) return;
    const held = grow && selected ? selected.start - turn.begin : found.start;
    selectWords(words, { start: Math.max(0, Math.min(held, found.start)), end: found.end });
  }

  /** What a key marks: the selection, or else the whole turn in focus. */
  function target(): Span | null {
    if (selected) return selected;
    const turn = turns[at.current];
    const isFocused = rowOf(at.current) === window.document.activeElement;
    return turn && isFocused ? { start: turn.begin, end: turn.begin + lengthInPoints(turn.text) } : null;
  }

  return { selected, clear, move, step, target };
}
