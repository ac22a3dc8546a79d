import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { PAGE, type RowQuery, useRowPages } from "./api";
import { isPassing, oneByOne, pagesAhead, pagesOf, type View } from "./fetch-ahead";
import type { Row } from "./kinds";
import { KnownPages } from "./known-pages";

export interface Span {
  rowAt: (index: number) => Row | undefined;
  rows: readonly Row[];
  total: number | undefined;
  /** Other rows are on their way: what is shown is of the conditions before. */
  isBefore: boolean;
  error: unknown;
  refetch: () => void;
  /** Tells which rows are looked at, and how many the list moves by from frame to frame. */
  see: (from: number, to: number, pace?: number) => void;
}

/** Fetches what surrounds the rows looked at, so that a list which begins to move meets rows. */
function useAhead(known: KnownPages, total: number): (view: View) => void {
  const live = useRef({ known, total, view: { from: 0, to: 0, pace: 0 } });
  live.current = { ...live.current, known, total };
  const ahead = useMemo(
    () =>
      oneByOne(() => {
        const { known: pages, total: count, view } = live.current;
        const [page] = pagesAhead(view, count, pages);
        return page === undefined ? null : pages.fetch(page);
      }),
    [],
  );
  useEffect(() => {
    ahead.wake();
    return ahead.stop;
  });
  return (view) => {
    live.current.view = view;
    ahead.wake();
  };
}

/** The part of a long list that is looked at, kept up to date; rows that pass by too fast are shown as they are known. */
export function useSpan(id: string, query: RowQuery, { isAhead = false } = {}): Span {
  const client = useQueryClient();
  const [pages, setPages] = useState<readonly number[]>([0]);
  const found = useRowPages(id, query, pages);
  const known = new KnownPages(client, id, query);
  const last = useRef<{ known: KnownPages; total: number } | null>(null);
  useEffect(() => {
    if (found.total !== undefined) last.current = { known, total: found.total };
  });
  const before = found.total === undefined && last.current?.known.list !== known.list ? last.current : null;
  const shown = before?.known ?? known;
  const total = found.total ?? last.current?.total;
  const look = useAhead(known, isAhead && !before ? (total ?? 0) : 0);
  return {
    rowAt: (index) => shown.rowsOf(Math.floor(index / PAGE))?.[index % PAGE],
    rows: pages.flatMap((page) => shown.rowsOf(page) ?? []),
    total,
    isBefore: before !== null,
    error: found.error,
    refetch: found.refetch,
    see: (from, to, pace = 0) => {
      const view = { from, to, pace };
      const wanted = pagesOf(view);
      look(view);
      if (!isPassing(view) && wanted.join() !== pages.join()) setPages(wanted);
    },
  };
}
