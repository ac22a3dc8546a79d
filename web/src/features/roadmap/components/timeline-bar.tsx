import { type CSSProperties, type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from "react";
import { formatNumber, sentenceCase } from "@/shared/format/format";
import { type Axis, extentOf, growDates, placeBar, shiftDates } from "../axis";
import type { Dates, Item } from "../timeline-api";
import { endGrip, type Shift, useDayDrag } from "../use-day-drag";
import { sayDates } from "../words";
import classes from "./timeline.module.css";

const roomForConfidence = 48;
const roomForState = 120;

interface Props {
  item: Item;
  axis: Axis;
  /** It lies where it was dropped, until somebody has decided on it. */
  isHeld: boolean;
  onMove: (item: Item, dates: Dates) => void;
  onStep: (by: 1 | -1) => void;
  announce: (words: string) => void;
}

export function isLate({ deadline_on: deadline, target_on: target }: Item): boolean {
  return deadline !== null && target !== null && target > deadline;
}

function namesOf(item: Item, open: string | null) {
  return {
    "data-bar": item.id,
    "data-state": item.state,
    "data-open": open ?? undefined,
    "data-late": isLate(item) || undefined,
    title: `${item.title}: ${sayDates(item)}`,
  };
}

function sayConfidence({ confidence }: Item): string {
  return confidence === null ? "" : formatNumber(confidence, { unit: "%" });
}

/** "Building · 70 %": how far it is and how sure. */
function sayStanding(item: Item): string {
  return [sentenceCase(item.state), sayConfidence(item)].filter(Boolean).join(" · ");
}

function nameOf(item: Item): string {
  return `${item.title}: ${sayDates(item)}, ${sayStanding(item)}. Move it`;
}

/** As much of that as there is room for. */
function Inside({ item, width }: { item: Item; width: number }): ReactNode {
  if (width < roomForConfidence) return null;
  const says = width < roomForState ? sayConfidence(item) : sayStanding(item);
  return <span className="tn nowrap">{says}</span>;
}

function movedBy(item: Item, { moved, grown }: Shift): Dates {
  return shiftDates({ ...item, ...growDates(item, grown) }, moved);
}

/** A bar that can be moved; pressed, it asks for its dates. */
export function MovableBar({ item, axis, isHeld, onMove, onStep, announce }: Props): ReactNode {
  const bar = useRef<HTMLButtonElement>(null);
  const hint = useRef<HTMLSpanElement>(null);
  const extent = extentOf(item);
  const { left, width, style } = placed(item, axis);
  const { handlers, reset } = useDayDrag(bar, hint, {
    perDay: axis.perDay,
    say: (shift) => sayDates(movedBy(item, shift)),
    onDrop: (shift) => onMove(item, movedBy(item, shift)),
    announce,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: at a new place it begins anew
  useLayoutEffect(() => {
    if (!isHeld) reset();
  }, [isHeld, left, width, reset]);

  function press(event: KeyboardEvent): void {
    const step = ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key];
    if (step) {
      event.preventDefault();
      onStep(step);
    } else handlers.onKeyDown(event);
  }

  return (
    <button
      ref={bar}
      type="button"
      className={classes.bar}
      style={style}
      aria-label={nameOf(item)}
      {...namesOf(item, extent?.open ?? null)}
      {...handlers}
      onKeyDown={press}
    >
      <Inside item={item} width={width} />
      <span className={classes.grip} {...endGrip} />
      <span ref={hint} className={classes.hint} aria-hidden="true" />
    </button>
  );
}

/** A bar for whoever may only read. */
export function StillBar({ item, axis }: Pick<Props, "item" | "axis">): ReactNode {
  const { width, style } = placed(item, axis);
  return (
    <div className={classes.bar} style={style} {...namesOf(item, extentOf(item)?.open ?? null)}>
      <span className="sr">{sayDates(item)}</span>
      <Inside item={item} width={width} />
    </div>
  );
}

function placed(item: Item, axis: Axis) {
  const { left, width } = placeBar(axis, extentOf(item) ?? { from: axis.from, to: axis.from });
  return { left, width, style: { left, "--width": `${width}px` } as CSSProperties };
}
