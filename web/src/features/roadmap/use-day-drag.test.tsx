import { fireEvent, render, screen } from "@testing-library/react";
import { type ReactNode, useRef } from "react";
import { expect, test } from "vitest";
import { useDayDrag } from "./use-day-drag";

let renders = 0;

function Bar({ onDrop }: { onDrop: (days: number) => void }): ReactNode {
  renders += 1;
  const bar = useRef<HTMLButtonElement>(null);
  const hint = useRef<HTMLSpanElement>(null);
  const { handlers } = useDayDrag(bar, hint, {
    perDay: 10,
    say: (days) => `${days} days`,
    onDrop,
    announce: () => undefined,
  });
  return (
    <button ref={bar} type="button" {...handlers}>
      <span ref={hint} />
    </button>
  );
}

function draw(): { bar: HTMLElement; drops: number[] } {
  const drops: number[] = [];
  renders = 0;
  render(<Bar onDrop={(days) => drops.push(days)} />);
  const bar = screen.getByRole("button");
  bar.setPointerCapture = () => undefined;
  return { bar, drops };
}

const press = { button: 0, pointerType: "mouse", pointerId: 1 };

test("a drag moves the bar by whole days without a render, and tells once where it was let go", () => {
  const { bar, drops } = draw();
  fireEvent.pointerDown(bar, { ...press, clientX: 100 });
  for (let x = 100; x <= 158; x += 1) fireEvent.pointerMove(bar, { ...press, clientX: x });
  expect(bar.style.transform).toBe("translateX(60px)");
  expect(bar.textContent).toBe("6 days");
  expect(renders).toBe(1);
  fireEvent.pointerUp(bar, press);
  fireEvent.click(bar);
  expect(drops).toEqual([6]);
});

test("a press without a drag asks for the dates as they are", () => {
  const { bar, drops } = draw();
  fireEvent.pointerDown(bar, { ...press, clientX: 100 });
  fireEvent.pointerMove(bar, { ...press, clientX: 101 });
  fireEvent.pointerUp(bar, press);
  fireEvent.click(bar);
  expect(drops).toEqual([0]);
});

test("arrows move by a day, with Shift by a week; Enter tells, Escape brings it back", () => {
  const { bar, drops } = draw();
  fireEvent.keyDown(bar, { key: "ArrowRight", shiftKey: true });
  fireEvent.keyDown(bar, { key: "ArrowLeft" });
  expect(bar.style.transform).toBe("translateX(60px)");
  fireEvent.keyDown(bar, { key: "Escape" });
  expect(bar.style.transform).toBe("");
  fireEvent.keyDown(bar, { key: "ArrowLeft" });
  fireEvent.click(bar);
  expect(drops).toEqual([-1]);
});

test("a finger scrolls: it drags nothing", () => {
  const { bar, drops } = draw();
  fireEvent.pointerDown(bar, { ...press, pointerType: "touch", clientX: 100 });
  fireEvent.pointerMove(bar, { ...press, pointerType: "touch", clientX: 200 });
  expect(bar.style.transform).toBe("");
  fireEvent.pointerUp(bar, { ...press, pointerType: "touch" });
  expect(drops).toEqual([]);
});
