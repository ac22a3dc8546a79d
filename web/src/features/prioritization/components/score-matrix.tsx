import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { useMay, useRecordPath } from "@/shared/people/workspace-context";
import { IconButton } from "@/shared/ui/button";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { useRemoveCandidate } from "../api";
import { type Column, formatScore, type Head, type Row } from "../kinds";
import { fillable, labelOf, ownVersions, publicValues, scoreOf, workings } from "../scores";
import type { useScores } from "../use-scores";
import type { Span } from "../use-span";
import { Rating } from "./rating";
import classes from "./score-matrix.module.css";

const rowHeight = 56;

interface Props {
  head: Head;
  span: Span;
  scores: ReturnType<typeof useScores>;
}

function MatrixRow({
  head,
  row,
  index,
  columns,
  scores,
}: Omit<Props, "span"> & { row: Row; index: number; columns: readonly Column[] }) {
  const may = useMay();
  const pathOf = useRecordPath();
  const remove = useRemoveCandidate(head.scoring_round.id);
  const mine = fillable(head);
  const own = scores.ownOf(row);
  const values = { ...publicValues(row), ...own };
  const score = scoreOf(head, values);
  const waits = scores.kept.some(({ candidate }) => candidate === row.candidate_id);
  return (
    <tr data-row={index} aria-rowindex={index + 2}>
      <td>
        <Link className="strong" to={pathOf(row.node)}>
          {row.node.title}
        </Link>
        <div className="small three">
          <span className="mono">{row.node.key}</span> {row.node.state}
          {waits && scores.waiting && " · not on the server yet"}
        </div>
      </td>
      {columns.map((column) => (
        <td key={column.key} data-column={column.key}>
          <Rating
            label={`${column.label} of ${row.node.title}`}
            column={column}
            value={own[column.key]}
            locked={!may.write || !mine.includes(column.key)}
            onPick={(value) =>
              scores.give({
                candidate: row.candidate_id,
                values: { [column.key]: value },
                versions: ownVersions(row, [column.key]),
              })
            }
          />
        </td>
      ))}
      <td className="num strong" title={score === null ? undefined : workings(head, values, score)}>
        {score === null ? <span className="three">–</span> : formatScore(score)}
      </td>
      <td>
        {may.write && head.scoring_round.state === "open" && (
          <IconButton
            icon="close"
            size="small"
            label={`Take ${row.node.title} out of the round`}
            onClick={() => remove.mutate(row.candidate_id)}
          />
        )}
      </td>
    </tr>
  );
}

function usable(element: Element | null | undefined): HTMLElement | undefined {
  const found = element?.querySelectorAll<HTMLElement>("button:not(:disabled), input:not(:disabled), select");
  if (!found || found.length === 0) return undefined;
  return [...found].find((each) => each.getAttribute("aria-pressed") === "true") ?? found[0];
}

/** Arrows walk the table: along a scale and into the next column, up and down within a column. */
function walk(event: KeyboardEvent<HTMLTableElement>): void {
  const target = event.target as HTMLElement;
  const cell = target.closest("td");
  const line = target.closest("tr");
  if (!cell?.dataset.column || !line) return;
  const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const along = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" } as const;
  const way = along[event.key as keyof typeof along];
  if (way && target.tagName !== "SELECT") {
    const next = line[way]?.querySelector(`td[data-column="${CSS.escape(cell.dataset.column)}"]`);
    usable(next)?.focus();
  } else if (sideways && target.tagName === "BUTTON") {
    const all = [...line.querySelectorAll<HTMLElement>("[data-scale] button:not(:disabled)")];
    all[all.indexOf(target) + sideways]?.focus();
  } else return;
  event.preventDefault();
}

/** One's own numbers for every candidate: one click or key each, kept as they are given. */
export function ScoreMatrix({ head, span, scores }: Props): ReactNode {
  const table = useRef<HTMLTableElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const now = table.current ? table.current.getBoundingClientRect().top + window.scrollY : 0;
    if (Math.abs(now - top) > 1) setTop(now);
  });
  const columns = head.columns.filter(({ key }) => head.own_columns.includes(key));
  const shown = columns.length > 0 ? columns : head.columns;
  const virtual = useWindowVirtualizer({
    count: span.total ?? 0,
    estimateSize: () => rowHeight,
    overscan: 6,
    scrollMargin: top,
  });
  const items = virtual.getVirtualItems();
  const { see } = span;
  useEffect(() => {
    see(items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  });
  if (span.error && span.rows.length === 0) return <ProblemState error={span.error} onRetry={span.refetch} />;
  if (span.total === undefined) return <Skeleton rows={6} height={rowHeight} />;
  if (span.total === 0)
    return (
      <EmptyState icon="check" title="Nothing left to score here">
        Whatever waited for you has your number.
      </EmptyState>
    );
  const before = items[0] ? items[0].start - virtual.options.scrollMargin : 0;
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? 0) - virtual.options.scrollMargin);
  return (
    <div className={classes.scroll}>
      <table
        ref={table}
        className={classes.table}
        aria-label="Your scores"
        onKeyDown={walk}
        aria-rowcount={span.total + 1}
      >
        <thead>
          <tr>
            <th scope="col">Candidate</th>
            {shown.map(({ key, state }) => (
              <th key={key} scope="col">
                {labelOf(head.columns, key)}
                {state === "waiting" && " · waits for its turn"}
                {state === "revealed" && " · revealed"}
              </th>
            ))}
            <th scope="col" className="num">
              Your score
            </th>
            <th scope="col">
              <span className="sr">Take out</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {items.map(({ index }) => {
            const row = span.rowAt(index);
            return row ? (
              <MatrixRow
                key={row.candidate_id}
                head={head}
                row={row}
                index={index}
                columns={shown}
                scores={scores}
              />
            ) : (
              <tr key={`blank ${index}`} aria-hidden style={{ height: rowHeight }} />
            );
          })}
          {after > 1 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
    </div>
  );
}
