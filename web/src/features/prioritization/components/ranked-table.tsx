import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { graph } from "@/api/graph";
import type { StepState } from "@/api/types";
import { classNames } from "@/shared/ui/classes";
import type { Head, Row } from "../kinds";
import type { Span } from "../use-span";
import { CutRow } from "./cut-row";
import { RankedHead } from "./ranked-head";
import { type Hands, RankedRow } from "./ranked-row";
import classes from "./ranked-table.module.css";
import type { RowAct } from "./row-menu";

const rowHeight = 44;
const phoneHeight = 60;
const cutHeight = 34;

export interface TableProps {
  head: Head;
  span: Span;
  sort: string;
  /** The whole list in the order shown: with the cut line, and candidates that can be placed by hand. */
  whole: boolean;
  current: number | null;
  compared: number | null;
  movable: boolean;
  actsOf: (row: Row) => readonly RowAct[];
  onSort: (sort: string) => void;
  onAct: (act: RowAct, row: Row) => void;
  onFocus: (row: Row) => void;
  onPlace: (row: Row, place: number) => void;
  onCapacity: (() => void) | undefined;
}

function useChains(rows: readonly Row[]): ReadonlyMap<string, StepState[]> {
  const ids = rows.map((row) => row.node.id);
  const { data } = useQuery({
    queryKey: ["node", "chains", ...ids],
    queryFn: () => graph.chains(ids),
    enabled: ids.length > 0,
    placeholderData: (before) => before,
  });
  return useMemo(() => new Map((data ?? []).map((each) => [each.id, each.states])), [data]);
}

/** Where the table begins, from which the virtual rows are counted; looked up when what stands above may have grown. */
function useTopOf(ref: RefObject<HTMLElement | null>, head: Head, total: number): number {
  const [top, setTop] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands above follows from these
  useLayoutEffect(() => {
    if (ref.current) setTop(Math.round(ref.current.getBoundingClientRect().top + window.scrollY));
  }, [ref, head, total]);
  return top;
}

interface Dragging {
  row: Row;
  over: Row | null;
}

/** Drag and drop between rows; what it ends in is a place, which is asked about before it is kept. */
function useHands({ onAct, onFocus, onPlace }: TableProps) {
  const [dragging, setDragging] = useState<Dragging | null>(null);
  const live = useRef({ onAct, onFocus, onPlace, dragging });
  live.current = { onAct, onFocus, onPlace, dragging };
  const hands = useMemo<Hands>(
    () => ({
      act: (act, row) => live.current.onAct(act, row),
      focus: (row) => live.current.onFocus(row),
      drag: (row) => setDragging(row && { row, over: null }),
      over: (row) =>
        setDragging((now) =>
          now && now.over?.candidate_id !== row.candidate_id ? { ...now, over: row } : now,
        ),
      drop: (row) => {
        const { dragging: now, onPlace: place } = live.current;
        setDragging(null);
        const to = row.place.position;
        if (now && to !== null && row.candidate_id !== now.row.candidate_id) place(now.row, to);
      },
    }),
    [],
  );
  return { hands, dragging };
}

function landingOf(dragging: Dragging | null, row: Row): "before" | "after" | undefined {
  if (!dragging || dragging.over?.candidate_id !== row.candidate_id) return undefined;
  const [from, to] = [dragging.row.place.position, row.place.position];
  if (from === null || to === null || from === to) return undefined;
  return to < from ? "before" : "after";
}

function Blank({ height, columns }: { height: number; columns: number }): ReactNode {
  return (
    <tr className={classes.blank}>
      <td colSpan={columns} style={{ height }} aria-label="Loading">
        <span />
      </td>
    </tr>
  );
}

/** The order: where everything stands, how firm that is, and where capacity ends. */
export function RankedTable(props: TableProps): ReactNode {
  const { head, span, sort, whole, current, compared, movable, actsOf, onSort, onCapacity } = props;
  const isPhone = useMediaQuery("(max-width: 720px)") ?? false;
  const table = useRef<HTMLTableElement>(null);
  const { hands, dragging } = useHands(props);
  const chains = useChains(span.rows);
  const total = span.total ?? 0;
  const cutAt = whole && head.cut && total > 0 ? Math.min(head.cut.fits, total) : null;
  const height = isPhone ? phoneHeight : rowHeight;
  const columns = isPhone ? 5 : 8;
  const virtual = useWindowVirtualizer({
    count: total + (cutAt === null ? 0 : 1),
    estimateSize: (at) => (at === cutAt ? cutHeight : height),
    overscan: 4,
    scrollMargin: useTopOf(table, head, total),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes follow from these
  useEffect(() => virtual.measure(), [cutAt, height]);
  const items = virtual.getVirtualItems();
  const indexOf = (at: number) => (cutAt !== null && at > cutAt ? at - 1 : at);
  const [first, last] = [indexOf(items[0]?.index ?? 0), indexOf(items.at(-1)?.index ?? 0)];
  const { see } = span;
  useEffect(() => {
    see(first, last);
  });
  const margin = virtual.options.scrollMargin;
  const before = items[0] ? items[0].start - margin : 0;
  const after = items.length > 0 ? virtual.getTotalSize() - ((items.at(-1)?.end ?? 0) - margin) : 0;
  return (
    <table
      ref={table}
      className={classNames(classes.table, span.isBefore && classes.before)}
      aria-label="Ranked candidates"
      aria-rowcount={total + 1}
    >
      <colgroup>
        <col className={classes.rankColumn} />
        <col />
        <col className={classes.bandColumn} />
        <col className={classes.chanceColumn} />
        <col className={classes.scoreColumn} />
        <col className={classes.ratersColumn} />
        <col className={classes.effortColumn} />
        <col className={classes.moreColumn} />
      </colgroup>
      <RankedHead head={head} sort={sort} onSort={onSort} />
      <tbody>
        {before > 0 && <tr aria-hidden style={{ height: before }} />}
        {items.map(({ index: at }) => {
          if (at === cutAt) return <CutRow key="cut" head={head} columns={columns} onCapacity={onCapacity} />;
          const index = indexOf(at);
          const row = span.rowAt(index);
          if (!row) return <Blank key={`blank ${index}`} height={height} columns={columns} />;
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
              landing={landingOf(dragging, row)}
            />
          );
        })}
        {after > 0 && <tr aria-hidden style={{ height: after }} />}
      </tbody>
    </table>
  );
}
