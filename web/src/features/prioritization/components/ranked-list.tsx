import { type ReactNode, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { DecisionDialog } from "@/shared/decisions/decision-dialog";
import { useKeys } from "@/shared/hooks/use-keys";
import { useMay, useRecordPath } from "@/shared/people/workspace-context";
import { SectionHead } from "@/shared/ui/page-head";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { toastProblem } from "@/shared/ui/toasts";
import { useRemoveCandidate, useRemoveOverride, useRows } from "../api";
import type { Head, Row } from "../kinds";
import { stepFrom } from "../ranks";
import { isWhole, queryOf, type useRoundState } from "../use-round-state";
import { type Span, useSpan } from "../use-span";
import { CapacityDialog } from "./capacity-dialog";
import { Declined } from "./declined";
import { ListTools } from "./list-tools";
import { OverrideDialog } from "./override-dialog";
import { OrderPeek } from "./peek/order-peek";
import { RankedTable } from "./ranked-table";
import type { RowAct } from "./row-menu";
import { Standing } from "./standing";

type State = ReturnType<typeof useRoundState>[0];
type Set = ReturnType<typeof useRoundState>[1];

interface Moving {
  row: Row;
  place: number;
}

/** Without another choice, a candidate is compared with the one below it, or above it at the end. */
export function neighbourOf(rows: readonly Row[], candidate: number | null): number | null {
  const ranked = rows.filter(({ place }) => place.rank !== null);
  const at = ranked.findIndex(({ candidate_id: id }) => id === candidate);
  if (at === -1) return null;
  return (ranked[at + 1] ?? ranked[at - 1])?.candidate_id ?? null;
}

function useActs(head: Head, may: ReturnType<typeof useMay>) {
  const isClosed = head.scoring_round.state === "closed";
  const isOpen = head.scoring_round.state === "open";
  return useMemo(() => {
    const base: RowAct[] = ["why", "given"];
    if (may.write) base.push("decide");
    const canMove = may.edit && !isClosed;
    const moves: RowAct[] = canMove ? ["up", "down", "place"] : [];
    const ends: RowAct[] = may.write && isOpen ? ["remove"] : [];
    const plain = [...base, ...moves, ...ends];
    const placed: RowAct[] = canMove ? [...base, ...moves, "unplace", ...ends] : plain;
    const unranked: RowAct[] = ["given", ...base.slice(2), ...ends];
    return {
      canMove,
      actsOf: (row: Row): readonly RowAct[] =>
        row.place.rank === null ? unranked : row.override ? placed : plain,
    };
  }, [may.write, may.edit, isClosed, isOpen]);
}

interface Ways {
  head: Head;
  state: State;
  span: Span;
  set: Set;
}

/** What the keys and the menu of a row lead to. */
function useWays({ head, state, span, set }: Ways) {
  const [moving, setMoving] = useState<Moving | null>(null);
  const [deciding, setDeciding] = useState<Row | null>(null);
  const takeBack = useRemoveOverride(head.scoring_round.id);
  const remove = useRemoveCandidate(head.scoring_round.id);
  const move = (row: Row, place: number | null) => place !== null && setMoving({ row, place });
  const peek = (row: Row, panel: "why" | "given") =>
    set({ panel, first: row.candidate_id, second: row.candidate_id === state.first ? state.second : null });
  function act(name: RowAct, row: Row): void {
    const ways: Record<RowAct, () => void> = {
      why: () => peek(row, "why"),
      given: () => peek(row, "given"),
      decide: () => setDeciding(row),
      up: () => move(row, stepFrom(row, -1, head.ranked_count)),
      down: () => move(row, stepFrom(row, 1, head.ranked_count)),
      place: () => move(row, row.place.position),
      unplace: () => takeBack.mutate(row.candidate_id, { onError: toastProblem }),
      remove: () => remove.mutate(row.candidate_id),
    };
    ways[name]();
  }
  const rowOf = (id: number | null) => span.rows.find(({ candidate_id: each }) => each === id);
  return { moving, setMoving, deciding, setDeciding, move, peek, act, rowOf };
}

function useListKeys({ state, span, set }: Ways, ways: ReturnType<typeof useWays>, canMove: boolean) {
  const searchRef = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const pathOf = useRecordPath();
  const [cursor, setCursor] = useState<number | null>(state.first);
  const current = ways.rowOf(cursor);
  const go = (step: number) => {
    const at = span.rows.findIndex(({ candidate_id: id }) => id === cursor);
    const next = span.rows[at === -1 ? 0 : Math.max(0, Math.min(span.rows.length - 1, at + step))];
    if (!next) return;
    setCursor(next.candidate_id);
    if (state.panel && state.panel !== "checks") ways.peek(next, state.panel);
    document.querySelector(`[data-candidate="${next.candidate_id}"]`)?.scrollIntoView({ block: "nearest" });
  };
  const onRow = (act: (row: Row) => void) => () => current && act(current);
  const close = () => set({ panel: null, first: null, second: null });
  useKeys({
    j: () => go(1),
    k: () => go(-1),
    ArrowDown: () => go(1),
    ArrowUp: () => go(-1),
    " ": onRow((row) => (state.panel ? close() : ways.peek(row, "why"))),
    Enter: onRow((row) => void navigate(pathOf(row.node))),
    Escape: close,
    "/": () => searchRef.current?.focus(),
    ...(canMove && {
      "shift+k": onRow((row) => ways.act("up", row)),
      "shift+j": onRow((row) => ways.act("down", row)),
    }),
  });
  return { cursor, setCursor, searchRef, close };
}

interface BodyProps extends Ways {
  ways: ReturnType<typeof useWays>;
  keys: ReturnType<typeof useListKeys>;
  acts: ReturnType<typeof useActs>;
  second: number | null;
  onCapacity: (() => void) | undefined;
}

/** What stands in place of the rows while there are none, or the rows. */
function Body({ head, state, span, set, ways, keys, acts, second, onCapacity }: BodyProps): ReactNode {
  if (span.total === undefined)
    return span.error ? <ProblemState error={span.error} onRetry={span.refetch} /> : <Skeleton rows={8} />;
  if (span.total === 0)
    return (
      <EmptyState icon="filter" title="No candidate fits">
        Take a filter away, or search for something else.
      </EmptyState>
    );
  const isPeeking = state.panel === "why" || state.panel === "given";
  return (
    <RankedTable
      head={head}
      span={span}
      sort={state.sort}
      whole={isWhole(state)}
      beside={state.panel !== null}
      current={isPeeking ? state.first : keys.cursor}
      compared={state.panel === "why" ? second : null}
      movable={acts.canMove}
      actsOf={acts.actsOf}
      onSort={(sort) => set({ sort: sort === "position" ? null : sort })}
      spread={state.spread}
      onSpread={(spread) => set({ spread })}
      onAct={ways.act}
      onFocus={(row) => {
        keys.setCursor(row.candidate_id);
        ways.peek(row, state.panel === "given" ? "given" : "why");
      }}
      onPlace={ways.move}
      onCapacity={onCapacity}
    />
  );
}

function Dialogs({ head, ways }: { head: Head; ways: ReturnType<typeof useWays> }): ReactNode {
  const { moving, setMoving, deciding, setDeciding } = ways;
  if (deciding) return <DecisionDialog subject={deciding.node} onClose={() => setDeciding(null)} />;
  if (!moving) return null;
  return (
    <OverrideDialog
      round={head.scoring_round.id}
      row={moving.row}
      place={moving.place}
      count={head.ranked_count}
      onClose={() => setMoving(null)}
    />
  );
}

/** The ranked list with everything around it: tools, cut, panel, and what was declined. */
export function RankedList({ head, state, set }: { head: Head; state: State; set: Set }): ReactNode {
  const { id } = head.scoring_round;
  const span = useSpan(id, queryOf(state), { isAhead: true });
  const { data: declined } = useRows(id, { decided: "declined", sort: "position" });
  const acts = useActs(head, useMay());
  const parts = { head, state, span, set };
  const ways = useWays(parts);
  const keys = useListKeys(parts, ways, acts.canMove);
  const [changing, setChanging] = useState(false);
  const second = state.second ?? neighbourOf(span.rows, state.first);
  return (
    <section>
      <SectionHead title="Ranked" count={span.total}>
        <Standing head={head} />
      </SectionHead>
      <ListTools head={head} state={state} total={span.total} searchRef={keys.searchRef} set={set} />
      <Body
        {...parts}
        ways={ways}
        keys={keys}
        acts={acts}
        second={second}
        onCapacity={acts.canMove ? () => setChanging(true) : undefined}
      />
      <Declined rows={declined?.items ?? []} />
      {state.panel && (
        <OrderPeek
          head={head}
          panel={state.panel}
          first={state.first}
          second={second}
          onPanel={(panel) => set({ panel })}
          onPair={(first, other) => set({ first, second: other })}
          onClose={keys.close}
        />
      )}
      <Dialogs head={head} ways={ways} />
      {changing && <CapacityDialog head={head} onClose={() => setChanging(false)} />}
    </section>
  );
}
