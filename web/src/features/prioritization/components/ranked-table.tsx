import { useQueries } from "@tanstack/react-query";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { graph } from "@/api/graph";
import type { MiniChainOut, StepState } from "@/api/types";
import { classNames } from "@/shared/ui/classes";
import { PAGE } from "../api";
import type { Head, Row } from "../kinds";
import type { Span } from "../use-span";
import { RankedHead } from "./ranked-head";
import type { Hands } from "./ranked-row";
import { type Dragging, RankedRows } from "./ranked-rows";
import classes from "./ranked-table.module.css";
import type { RowAct } from "./row-menu";
import { as } from "./table-roles";

export interface TableProps {
  head: Head;
  span: Span;
  sort: string;
  /** The column whose ratings are shown; empty for the one that is disputed most. */
  spread: string;
  /** The whole list in the order shown: with the cut line, and candidates that can be placed by hand. */
  whole: boolean;
  /** A panel takes a part of the width. */
  beside: boolean;
  current: number | null;
  compared: number | null;
  movable: boolean;
  actsOf: (row: Row) => readonly RowAct[];
  onSort: (sort: string) => void;
  onSpread: (column: string) => void;
  onAct: (act: RowAct, row: Row) => void;
  onFocus: (row: Row) => void;
  onPlace: (row: Row, place: number) => void;
  onCapacity: (() => void) | undefined;
}

/** The chains by candidate, asked for page by page where the list is looked at; those of rows seen before stay known. */
function useChains(rows: readonly Row[]): ReadonlyMap<string, readonly StepState[]> {
  const ids = rows.map((row) => row.node.id);
  const pages = Array.from({ length: Math.ceil(ids.length / PAGE) }, (_, page) =>
    ids.slice(page * PAGE, (page + 1) * PAGE),
  );
  const found = useQueries({ queries: pages.map(chainsQuery), combine: byNode });
  const known = useRef(new Map<string, readonly StepState[]>());
  for (const [id, states] of found) known.current.set(id, states);
  return known.current;
}

function chainsQuery(ids: string[]) {
  return { queryKey: ["node", "chains", ...ids], queryFn: () => graph.chains(ids) };
}

function byNode(
  answers: readonly { data: readonly MiniChainOut[] | undefined }[],
): ReadonlyMap<string, readonly StepState[]> {
  return new Map(answers.flatMap(({ data }) => data ?? []).map((each) => [each.id, each.states]));
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

/** The order: where everything stands, how firm that is, and where capacity ends. */
export function RankedTable(props: TableProps): ReactNode {
  const { head, span, sort, beside, onSort, onSpread, onAct, onFocus, onPlace, ...rest } = props;
  const { hands, dragging } = useHands(props);
  const chains = useChains(span.rows);
  return (
    <table
      {...as.table}
      className={classNames(classes.table, beside && classes.beside, span.isBefore && classes.before)}
      aria-label="Ranked candidates"
      aria-rowcount={(span.total ?? 0) + 1}
    >
      <RankedHead head={head} sort={sort} spread={rest.spread} onSort={onSort} onSpread={onSpread} />
      <RankedRows head={head} span={span} chains={chains} hands={hands} dragging={dragging} {...rest} />
    </table>
  );
}
