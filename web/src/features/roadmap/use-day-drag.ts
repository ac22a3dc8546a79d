import { type KeyboardEvent, type PointerEvent, type RefObject, useCallback, useRef } from "react";

const threshold = 3;
const daysOfWeek = 7;

interface Options {
  perDay: number;
  /** What is written beside the bar while it is so many days away. */
  say: (days: number) => string;
  /** It was let go so many days away, or only pressed. */
  onDrop: (days: number) => void;
  announce: (words: string) => void;
}

interface Drag {
  days: number;
  /** Where the pointer went down; nothing while the keys move it. */
  startX: number | null;
  isMoving: boolean;
  isDropped: boolean;
}

const resting = (): Drag => ({ days: 0, startX: null, isMoving: false, isDropped: false });

/**
 * Moves a bar by whole days with the pointer or the arrows. React is told when it is let go; until then nothing but
 * the transform of the bar and the text of its hint changes, so that hundreds of other bars cost nothing.
 */
export function useDayDrag(
  bar: RefObject<HTMLElement | null>,
  hint: RefObject<HTMLElement | null>,
  { perDay, say, onDrop, announce }: Options,
) {
  const drag = useRef<Drag>(resting());

  const reset = useCallback(() => {
    drag.current = resting();
    if (!bar.current) return;
    bar.current.style.transform = "";
    delete bar.current.dataset.moving;
  }, [bar]);

  function shift(days: number): void {
    if (drag.current.days === days && drag.current.isMoving) return;
    drag.current.days = days;
    drag.current.isMoving = true;
    if (bar.current) {
      bar.current.style.transform = `translateX(${days * perDay}px)`;
      bar.current.dataset.moving = "";
    }
    if (hint.current) hint.current.textContent = say(days);
  }

  function drop(): void {
    const { days, isDropped } = drag.current;
    if (isDropped) return;
    drag.current = { ...drag.current, startX: null, isDropped: true };
    onDrop(days);
  }

  function lift(): void {
    const { days, isMoving } = drag.current;
    drag.current.startX = null;
    if (!isMoving) return;
    if (days === 0) reset();
    else drop();
  }

  function press(event: KeyboardEvent): void {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (way) {
      event.preventDefault();
      shift(drag.current.days + way * (event.shiftKey ? daysOfWeek : 1));
      announce(say(drag.current.days));
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
      drag.current.startX = event.clientX;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      const { startX, isMoving } = drag.current;
      if (startX === null) return;
      const way = event.clientX - startX;
      if (isMoving || Math.abs(way) >= threshold) shift(Math.round(way / perDay));
    },
    onPointerUp: lift,
    onPointerCancel: reset,
    onClick: drop,
    onKeyDown: press,
    onBlur: () => {
      if (!drag.current.isDropped && drag.current.startX === null) reset();
    },
  };
  return { handlers, reset };
}
