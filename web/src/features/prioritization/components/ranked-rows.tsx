import { useMediaQuery } from "@mantine/hooks";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { StepState } from "@/api/types";
import { classNames } from "@/shared/ui/classes";
import { isPassing } from "../fetch-ahead";
import type { Row } from "../kinds";
import { CutRow } from "./cut-row";
import { type Hands, RankedRow } from "./ranked-row";
import type { TableProps } from "./ranked-table";
import classes from "./ranked-table.module.css";
import { as } from "./table-roles";

const rowHeight = 44;
const phoneHeight = 60;
const cutHeight = 34;
/** Faster than this many rows a frame, nothing is asked for: it would be out of view before it came. */
const leap = 12;
const frame = 1000 / 60;

export interface Dragging {
  row: Row;
  over: Row | null;
}

interface Props
  extends Pick<
    TableProps,
    "head" | "span" | "whole" | "spread" | "current" | "compared" | "movable" | "actsOf" | "onCapacity"
  > {
  chains: ReadonlyMap<string, readonly StepState[]>;
  hands: Hands;
  dragging: Dragging | null;
}

/** Where the rows begin, looked up when what stands above may have grown. */
function useTopOf(ref: RefObject<HTMLElement | null>, above: readonly unknown[]): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (ref.current) setTop(Math.round(ref.current.getBoundingClientRect().top + window.scrollY));
  }, [ref, ...above]);
  return top;
}

function landingOf(dragging: Dragging | null, row: Row): "before" | "after" | undefined {
  if (!dragging || dragging.over?.candidate_id !== row.candidate_id) return undefined;
  const [from, to] = [dragging.row.place.position, row.place.position];
  if (from === null || to === null || from === to) return undefined;
  return to < from ? "before" : "after";
}

function Blank(): ReactNode {
  return (
    <tr {...as.row} className={classes.blank}>
      <td {...as.cell} aria-label="Loading">
        <span />
      </td>
    </tr>
  );
}

/** As much of a candidate as can be read while the list flies past. */
function Glimpse({ row }: { row: Row }): ReactNode {
  return (
    <tr {...as.row} className={classes.row}>
      <td {...as.cell} className={classes.rank}>
        {row.place.position}
      </td>
      <td {...as.cell} className={classNames(classes.name, "clip")}>
        {row.node.title}
      </td>
    </tr>
  );
}

/** How many rows a frame the list moves by; `held` is what it keeps up for two moves in a row. One is a jump. */
function usePace(first: number, isScrolling: boolean): { pace: number; held: number } {
  const before = useRef({ first, at: 0, pace: 0, held: 0 });
  const rows = Math.abs(first - before.current.first);
  const at = performance.now();
  const pace = rows / Math.max(1, (at - before.current.at) / frame);
  const shown = rows > 0 ? { first, at, pace, held: Math.min(pace, before.current.pace) } : before.current;
  useEffect(() => {
    before.current = isScrolling ? shown : { first, at: 0, pace: 0, held: 0 };
  });
  return isScrolling ? shown : { pace: 0, held: 0 };
}

/** The indices of the rows in view, null for the cut line; those that are not there yet are asked for. */
function useInView({ head, span, whole }: Pick<Props, "head" | "span" | "whole">) {
  const isPhone = useMediaQuery("(max-width: 720px)") ?? false;
  const body = useRef<HTMLTableSectionElement>(null);
  const total = span.total ?? 0;
  const cutAt = whole && head.cut && total > 0 ? Math.min(head.cut.fits, total) : null;
  const height = isPhone ? phoneHeight : rowHeight;
  const virtual = useWindowVirtualizer({
    count: total + (cutAt === null ? 0 : 1),
    estimateSize: (at) => (at === cutAt ? cutHeight : height),
    overscan: 4,
    scrollMargin: useTopOf(body, [head, total]),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes follow from these
  useEffect(() => virtual.measure(), [cutAt, height]);
  const items = virtual.getVirtualItems();
  const indexOf = (at: number) => (cutAt !== null && at > cutAt ? at - 1 : at);
  const [first, last] = [indexOf(items[0]?.index ?? 0), indexOf(items.at(-1)?.index ?? 0)];
  const { pace, held } = usePace(first, virtual.isScrolling);
  const { see } = span;
  useEffect(() => {
    if (held <= leap) see(first, last, pace);
  });
  const margin = virtual.options.scrollMargin;
  const size = { height: virtual.getTotalSize(), paddingTop: (items[0]?.start ?? margin) - margin };
  return {
    body,
    size,
    cutAt,
    isGlimpsed: isPassing({ pace: held }),
    indices: items.map(({ index }) => (index === cutAt ? null : indexOf(index))),
  };
}

/** The rows that are in view, under as much room as those above take; scrolling moves nothing that is there. */
export function RankedRows({ onCapacity, ...props }: Props): ReactNode {
  const { head, span, whole, spread, current, compared, movable, actsOf, chains, hands, dragging } = props;
  const { body, size, cutAt, isGlimpsed, indices } = useInView(props);
  const show = (index: number | null): ReactNode => {
    if (index === null) return <CutRow key="cut" head={head} onCapacity={onCapacity} />;
    const row = span.rowAt(index);
    if (!row) return <Blank key={`blank ${index}`} />;
    if (isGlimpsed) return <Glimpse key={row.candidate_id} row={row} />;
    return (
      <RankedRow
        key={row.candidate_id}
        row={row}
        head={head}
        index={index}
        chain={chains.get(row.node.id)}
        acts={actsOf(row)}
        hands={hands}
        current={current === row.candidate_id}
        compared={compared === row.candidate_id}
        below={cutAt !== null && index >= cutAt}
        movable={movable && whole && row.place.position !== null}
        spread={spread}
        landing={landingOf(dragging, row)}
      />
    );
  };
  return (
    <tbody {...as.group} ref={body} className={classes.body} style={size}>
      {indices.map(show)}
    </tbody>
  );
}
