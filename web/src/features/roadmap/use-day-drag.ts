import { type KeyboardEvent, type PointerEvent, type RefObject, useCallback, useRef } from "react";
import { scrollAtEdges } from "./edge-scroll";

const threshold = 3;
const daysOfWeek = 7;

/** By how many days a bar lies elsewhere, and by how many it is longer. */
export interface Shift {
  moved: number;
  grown: number;
}

interface Options {
  perDay: number;
  /** What is written beside the bar while it is so far away. */
  say: (shift: Shift) => string;
  /** It was let go so far away, or only pressed. */
  onDrop: (shift: Shift) => void;
  announce: (words: string) => void;
}

interface Drag {
  shift: Shift;
  /** Where the pointer is and went down, and what it holds; nothing while the keys move it. */
  hand: { startX: number; x: number; scrolled: number; holds: keyof Shift } | null;
  edges: ReturnType<typeof scrollAtEdges> | null;
  isMoving: boolean;
  isDropped: boolean;
}

const resting = (): Drag => ({
  shift: { moved: 0, grown: 0 },
  hand: null,
  edges: null,
  isMoving: false,
  isDropped: false,
});
const isNowhere = ({ moved, grown }: Shift) => moved === 0 && grown === 0;

/** What a pointer takes hold of: the end of a bar, or the whole. */
export const endGrip = { "data-grip": "end" } as const;
const gripOf = (target: EventTarget): keyof Shift =>
  target instanceof Element && target.closest("[data-grip]") ? "grown" : "moved";

/**
 * Moves a bar or its end by whole days with the pointer or the arrows. React is told when it is let go; until then
 * nothing but the place of the bar and the text of its hint changes, so that hundreds of other bars cost nothing.
 */
export function useDayDrag(
  bar: RefObject<HTMLElement | null>,
  hint: RefObject<HTMLElement | null>,
  { perDay, say, onDrop, announce }: Options,
) {
  const drag = useRef<Drag>(resting());

  const reset = useCallback(() => {
    drag.current.edges?.stop();
    drag.current = resting();
    if (!bar.current) return;
    bar.current.style.transform = "";
    bar.current.style.removeProperty("--grown");
    delete bar.current.dataset.moving;
  }, [bar]);

  function take(shift: Shift): void {
    const { current } = drag;
    const isSame = current.shift.moved === shift.moved && current.shift.grown === shift.grown;
    if (isSame && current.isMoving) return;
    current.shift = shift;
    current.isMoving = true;
    if (bar.current) {
      bar.current.style.transform = `translateX(${shift.moved * perDay}px)`;
      if (shift.grown !== 0) bar.current.style.setProperty("--grown", `${shift.grown * perDay}px`);
      else bar.current.style.removeProperty("--grown");
      bar.current.dataset.moving = current.hand ? "hand" : "keys";
    }
    if (hint.current) hint.current.dataset.says = say(shift);
  }

  function follow(): void {
    const { hand, isMoving } = drag.current;
    if (!hand) return;
    const way = hand.x - hand.startX + hand.scrolled;
    if (isMoving || Math.abs(way) >= threshold)
      take({ moved: 0, grown: 0, [hand.holds]: Math.round(way / perDay) });
  }

  function hold({ clientX, target }: PointerEvent): void {
    const hand = { startX: clientX, x: clientX, scrolled: 0, holds: gripOf(target) };
    const frame = bar.current?.closest<HTMLElement>("[data-scrolls]");
    drag.current.hand = hand;
    const left = bar.current?.getBoundingClientRect().left ?? clientX;
    bar.current?.style.setProperty("--hand", `${clientX - left}px`);
    drag.current.edges = frame
      ? scrollAtEdges(frame, (scrolled) => {
          hand.scrolled = scrolled;
          follow();
        })
      : null;
  }

  function letGo(): void {
    drag.current.edges?.stop();
    drag.current.hand = null;
  }

  function drop(): void {
    const { shift, isDropped } = drag.current;
    if (isDropped) return;
    letGo();
    drag.current.isDropped = true;
    onDrop(shift);
  }

  function lift(): void {
    const { shift, isMoving } = drag.current;
    letGo();
    if (!isMoving) return;
    if (isNowhere(shift)) reset();
    else drop();
  }

  function press(event: KeyboardEvent): void {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (way) {
      event.preventDefault();
      const { shift } = drag.current;
      const holds = event.altKey ? "grown" : "moved";
      take({ ...shift, [holds]: shift[holds] + way * (event.shiftKey ? daysOfWeek : 1) });
      announce(say(drag.current.shift));
    } else if (event.key === "Escape" && drag.current.isMoving) {
      event.stopPropagation();
      reset();
      announce("Back where it was");
    }
  }

  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      reset();
      hold(event);
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: ({ clientX }: PointerEvent) => {
      const { hand, edges } = drag.current;
      if (!hand) return;
      hand.x = clientX;
      edges?.pointAt(clientX);
      follow();
    },
    onPointerUp: lift,
    onPointerCancel: reset,
    onClick: drop,
    onKeyDown: press,
    onBlur: () => {
      if (!drag.current.isDropped && !drag.current.hand) reset();
    },
  };
  return { handlers, reset };
}
