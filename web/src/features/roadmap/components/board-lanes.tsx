import { useQuery } from "@tanstack/react-query";
import { type DragEvent, type ReactNode, useLayoutEffect, useMemo, useRef, useState } from "react";
import { graph } from "@/api/graph";
import { formatNumber } from "@/shared/format/format";
import { Button } from "@/shared/ui/button";
import { toast } from "@/shared/ui/toasts";
import { type BoardFilter, type Placing, useMoveCard } from "../api";
import type { Board, Card } from "../kinds";
import { type Horizon, horizonLabel, horizons } from "../words";
import classes from "./board.module.css";
import { BoardCard, type CardActs, type Place } from "./board-card";
import { ReasonDialog } from "./reason-dialog";

interface Props {
  board: Board;
  filter: BoardFilter;
  mayEdit: boolean;
  onAdd?: (horizon: Horizon) => void;
}

const names = horizons.map((each) => each.value);

function placeOf(board: Board, id: string): { horizon: Horizon | null; index: number } {
  for (const lane of board.lanes) {
    const index = lane.cards.findIndex((card) => card.initiative.id === id);
    if (index >= 0) return { horizon: lane.horizon, index };
  }
  return { horizon: null, index: 0 };
}

/** Where an arrow with Shift leads: along the lane, or into the one beside it. */
function stepFrom(board: Board, id: string, key: string): Placing | null {
  const { horizon, index } = placeOf(board, id);
  if (key === "ArrowUp" && horizon) return { id, horizon, index: Math.max(0, index - 1) };
  if (key === "ArrowDown" && horizon) return { id, horizon, index: index + 1 };
  const at = horizon ? names.indexOf(horizon) : names.length;
  const next = names[key === "ArrowLeft" ? at - 1 : at + 1];
  const isSideways = key === "ArrowLeft" || key === "ArrowRight";
  return isSideways && next ? { id, horizon: next, index: 0 } : null;
}

function useBoardMoves(board: Board, filter: BoardFilter) {
  const move = useMoveCard(filter);
  const [asking, setAsking] = useState<Placing | null>(null);
  const [says, setSays] = useState("");
  function commit(placing: Placing): void {
    const before = placeOf(board, placing.id);
    move.mutate(placing);
    setSays(`Moved to ${horizonLabel(placing.horizon)}, place ${placing.index + 1}`);
    if (before.horizon !== placing.horizon) {
      toast({
        message: `Moved to ${horizonLabel(placing.horizon)}`,
        undo: () => move.mutate({ id: placing.id, ...before }),
      });
    }
  }
  /** A new place in the same lane needs no words; another horizon asks for the reason. */
  function want(placing: Placing): void {
    if (placeOf(board, placing.id).horizon === placing.horizon) commit(placing);
    else setAsking(placing);
  }
  return { want, commit, asking, setAsking, says };
}

/** Three lanes and what has no place yet. */
export function BoardLanes({ board, filter, mayEdit, onAdd }: Props): ReactNode {
  const { want, commit, asking, setAsking, says } = useBoardMoves(board, filter);
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<Place | null>(null);
  const all = [...board.lanes.flatMap((lane) => lane.cards), ...board.unplaced];
  const ids = all.map((card) => card.initiative.id);
  const { data: chains } = useQuery({
    queryKey: ["node", "chains", ...ids.toSorted()],
    queryFn: () => graph.chains(ids),
    enabled: ids.length > 0,
    placeholderData: (before) => before,
  });

  const chainOf = useMemo(() => new Map(chains?.map(({ id, states }) => [id, states])), [chains]);
  const latest = useRef({ board, mayEdit, want });
  useLayoutEffect(() => {
    latest.current = { board, mayEdit, want };
  });
  const acts = useMemo<CardActs>(
    () => ({
      press: (event, id) => {
        const now = latest.current;
        const placing = now.mayEdit && event.shiftKey ? stepFrom(now.board, id, event.key) : null;
        if (!placing) return;
        event.preventDefault();
        now.want(placing);
      },
      lift: (id) => {
        setDragged(id);
        setOver(null);
      },
      hover: (to) => setOver((was) => (was?.horizon === to.horizon && was.index === to.index ? was : to)),
      place: (id, horizon) => latest.current.want({ id, horizon, index: 0 }),
    }),
    [],
  );

  function drop(event: DragEvent, horizon: Horizon): void {
    event.preventDefault();
    const index = over?.horizon === horizon ? over.index : 0;
    if (dragged) {
      const from = placeOf(board, dragged);
      const isBelow = from.horizon === horizon && from.index < index;
      want({ id: dragged, horizon, index: isBelow ? index - 1 : index });
    }
    acts.lift(null);
  }

  const draw = (card: Card, horizon: Horizon | null, index: number) => (
    <BoardCard
      key={card.initiative.id}
      card={card}
      chain={chainOf.get(card.initiative.id)}
      horizon={horizon}
      index={index}
      mayEdit={mayEdit}
      isDragged={dragged === card.initiative.id}
      isTarget={over !== null && over.horizon === horizon && over.index === index && dragged !== null}
      acts={acts}
    />
  );

  return (
    <>
      <div className={classes.lanes}>
        {board.lanes.map((lane) => (
          <section
            key={lane.horizon}
            className={classes.lane}
            aria-label={horizonLabel(lane.horizon)}
            onDragOver={(event) => {
              event.preventDefault();
              if (event.target === event.currentTarget)
                acts.hover({ horizon: lane.horizon, index: lane.cards.length });
            }}
            onDrop={(event) => drop(event, lane.horizon)}
          >
            <header className={classes.laneHead}>
              <b>{horizonLabel(lane.horizon)}</b>
              <span className="three tn">{lane.cards.length}</span>
              <span className="three tn small">
                {lane.horizon === "later" && lane.effort_weeks === 0
                  ? "not promised"
                  : formatNumber(lane.effort_weeks, { unit: "w" })}
                {lane.unsized > 0 && lane.effort_weeks > 0 && `, ${lane.unsized} not sized`}
              </span>
            </header>
            {lane.cards.map((card, index) => draw(card, lane.horizon, index))}
            {over?.horizon === lane.horizon && over.index === lane.cards.length && dragged && (
              <div className={classes.slot} />
            )}
            {mayEdit && onAdd && (
              <Button look="quiet" icon="plus" className={classes.add} onClick={() => onAdd(lane.horizon)}>
                Add to {horizonLabel(lane.horizon).toLowerCase()}
              </Button>
            )}
          </section>
        ))}
      </div>
      {board.unplaced.length > 0 && (
        <section className={classes.unplaced} aria-label="Without a place">
          <header className={classes.laneHead}>
            <b>Without a place</b>
            <span className="three tn">{board.unplaced.length}</span>
            <span className="three small">Candidates and commitments that no horizon holds yet</span>
          </header>
          <div className={classes.tray}>{board.unplaced.map((card, index) => draw(card, null, index))}</div>
        </section>
      )}
      <p className="sr" role="status">
        {says}
      </p>
      {asking && (
        <ReasonDialog
          title={`Move to ${horizonLabel(asking.horizon)}`}
          onClose={() => setAsking(null)}
          onSay={(reason) => {
            setAsking(null);
            commit({ ...asking, reason });
          }}
        />
      )}
    </>
  );
}
