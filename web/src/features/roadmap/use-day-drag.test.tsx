import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { type ReactNode, useRef } from "react";
import { expect, test } from "vitest";
import { endGrip, type Shift, useDayDrag } from "./use-day-drag";

let renders = 0;

function Bar({ onDrop }: { onDrop: (shift: Shift) => void }): ReactNode {
  renders += 1;
  const bar = useRef<HTMLButtonElement>(null);
  const hint = useRef<HTMLSpanElement>(null);
  const { handlers } = useDayDrag(bar, hint, {
    perDay: 10,
    say: ({ moved, grown }) => `${moved} days, ${grown} longer`,
    onDrop,
    announce: () => undefined,
  });
  return (
    <div data-scrolls>
      <button ref={bar} type="button" {...handlers}>
        <span data-testid="end" {...endGrip} />
        <span ref={hint} data-testid="hint" />
      </button>
    </div>
  );
}

function draw(): { bar: HTMLElement; drops: Shift[] } {
  const drops: Shift[] = [];
  renders = 0;
  render(<Bar onDrop={(shift) => drops.push(shift)} />);
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
  expect(screen.getByTestId("hint").dataset.says).toBe("6 days, 0 longer");
  expect(renders).toBe(1);
  fireEvent.pointerUp(bar, press);
  fireEvent.click(bar);
  expect(drops).toEqual([{ moved: 6, grown: 0 }]);
});

test("a press without a drag asks for the dates as they are", () => {
  const { bar, drops } = draw();
  fireEvent.pointerDown(bar, { ...press, clientX: 100 });
  fireEvent.pointerMove(bar, { ...press, clientX: 101 });
  fireEvent.pointerUp(bar, press);
  fireEvent.click(bar);
  expect(drops).toEqual([{ moved: 0, grown: 0 }]);
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
  expect(drops).toEqual([{ moved: -1, grown: 0 }]);
});

test("a drag by the end leaves the start, and makes the bar longer", () => {
  const { bar, drops } = draw();
  fireEvent.pointerDown(screen.getByTestId("end"), { ...press, clientX: 100 });
  fireEvent.pointerMove(bar, { ...press, clientX: 131 });
  expect(bar.style.transform).toBe("translateX(0px)");
  expect(bar.style.getPropertyValue("--grown")).toBe("30px");
  expect(screen.getByTestId("hint").dataset.says).toBe("0 days, 3 longer");
  fireEvent.pointerUp(bar, press);
  expect(drops).toEqual([{ moved: 0, grown: 3 }]);
});

test("arrows with Alt move the end, beside those that move the whole", () => {
  const { bar, drops } = draw();
  fireEvent.keyDown(bar, { key: "ArrowRight" });
  fireEvent.keyDown(bar, { key: "ArrowLeft", altKey: true, shiftKey: true });
  expect(screen.getByTestId("hint").dataset.says).toBe("1 days, -7 longer");
  fireEvent.click(bar);
  expect(drops).toEqual([{ moved: 1, grown: -7 }]);
});

test("near a side the frame scrolls by itself, and the bar comes along; let go, it stops", async () => {
  const { bar, drops } = draw();
  const frame = bar.parentElement as HTMLElement;
  frame.getBoundingClientRect = () => ({ left: 0, right: 500 }) as DOMRect;
  Object.defineProperty(frame, "scrollLeft", { value: 0, writable: true });
  fireEvent.pointerDown(bar, { ...press, clientX: 300 });
  fireEvent.pointerMove(bar, { ...press, clientX: 500 });
  await waitFor(() => expect(frame.scrollLeft).toBeGreaterThanOrEqual(32));
  fireEvent.pointerUp(bar, press);
  const scrolled = frame.scrollLeft;
  expect(drops).toEqual([{ moved: Math.round((200 + scrolled) / 10), grown: 0 }]);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(frame.scrollLeft).toBe(scrolled);
});

test("a finger scrolls: it drags nothing", () => {
  const { bar, drops } = draw();
  fireEvent.pointerDown(bar, { ...press, pointerType: "touch", clientX: 100 });
  fireEvent.pointerMove(bar, { ...press, pointerType: "touch", clientX: 200 });
  expect(bar.style.transform).toBe("");
  fireEvent.pointerUp(bar, { ...press, pointerType: "touch" });
  expect(drops).toEqual([]);
});
