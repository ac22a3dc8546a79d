import { useEffect, useRef, useState } from "react";
import { PAGE, type RowQuery, useRowPages } from "./api";
import type { Row } from "./kinds";

export interface Span {
  rowAt: (index: number) => Row | undefined;
  rows: readonly Row[];
  total: number | undefined;
  /** Other rows are on their way: what is shown is of the conditions before. */
  isBefore: boolean;
  error: unknown;
  refetch: () => void;
  see: (from: number, to: number) => void;
}

/** The part of a long list that is looked at; scrolling asks for the pages that come into view, and only those. */
export function useSpan(id: string, query: RowQuery): Span {
  const [[from, to], setSpan] = useState<readonly [number, number]>([0, PAGE - 1]);
  const found = useRowPages(id, query, from, to);
  const last = useRef<{ pages: ReadonlyMap<number, readonly Row[]>; total: number } | null>(null);
  useEffect(() => {
    if (found.total !== undefined) last.current = { pages: found.pages, total: found.total };
  });
  const isBefore = found.total === undefined && last.current !== null;
  const pages = isBefore && last.current ? last.current.pages : found.pages;
  return {
    rowAt: (index) => pages.get(Math.floor(index / PAGE))?.[index % PAGE],
    rows: [...pages.entries()].toSorted(([a], [b]) => a - b).flatMap(([, items]) => items),
    total: found.total ?? last.current?.total,
    isBefore,
    error: found.error,
    refetch: found.refetch,
    see: (first, end) => {
      const page = (index: number) => Math.floor(Math.max(0, index) / PAGE);
      if (page(first) !== page(from) || page(end) !== page(to)) setSpan([first, end]);
    },
  };
}
