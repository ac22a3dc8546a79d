const near = 56;
const fastest = 16;

/** How far a frame scrolls in the next picture when the pointer is there: the nearer to a side, the faster. */
export function speedAt(x: number, { left, right }: { left: number; right: number }): number {
  const over = x > right - near ? x - (right - near) : Math.min(0, x - (left + near));
  return Math.round(Math.max(-1, Math.min(1, over / near)) * fastest);
}

/** Scrolls a frame for as long as the pointer stays near one of its sides, and tells how far it has come. */
export function scrollAtEdges(frame: HTMLElement, onScroll: (scrolled: number) => void) {
  const { left, right } = frame.getBoundingClientRect();
  const covered = Number.parseFloat(getComputedStyle(frame).scrollPaddingLeft) || 0;
  const sides = { left: left + covered, right };
  const start = frame.scrollLeft;
  let speed = 0;
  let request = 0;

  function step(): void {
    const before = frame.scrollLeft;
    frame.scrollLeft = before + speed;
    const after = frame.scrollLeft;
    request = after === before ? 0 : requestAnimationFrame(step);
    if (after !== before) onScroll(after - start);
  }

  return {
    pointAt(x: number): void {
      speed = speedAt(x, sides);
      if (speed !== 0 && request === 0) request = requestAnimationFrame(step);
    },
    stop(): void {
      cancelAnimationFrame(request);
    },
  };
}
