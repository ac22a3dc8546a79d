import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from "react";
import { graph } from "@/api/graph";
import { toast } from "@/shared/ui/toasts";
import { type BoardFilter, type Placing, useMoveCard } from "../api";
import type { Board } from "../kinds";
import { type Horizon, horizonLabel, horizons } from "../words";
import classes from "./board.module.css";
import { BoardCard, type CardActs, type Place } from "./board-card";
import { BoardLane, type Chains } from "./board-lane";
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

function useChains(board: Board): Chains {
  const ids = useMemo(
    () => [...board.lanes.flatMap((lane) => lane.cards), ...board.unplaced].map((card) => card.initiative.id),
    [board],
  );
  const queryKey = useMemo(() => ["node", "chains", ...ids.toSorted()], [ids]);
  const { data } = useQuery({
    queryKey,
    queryFn: () => graph.chains(ids),
    enabled: ids.length > 0,
    placeholderData: (before) => before,
  });
  return useMemo(() => new Map(data?.map(({ id, states }) => [id, states])), [data]);
}

interface Drag {
  id: string;
  over: Place | null;
}

function isSame(one: Place | null, other: Place): boolean {
  return one?.horizon === other.horizon && one.index === other.index;
}

/** What is dragged and where it would come, with what the cards do about it. */
function useCardActs(board: Board, mayEdit: boolean, want: (placing: Placing) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const latest = useRef({ board, mayEdit, want, drag });
  useLayoutEffect(() => {
    latest.current = { board, mayEdit, want, drag };
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
      lift: (id) => setDrag(id === null ? null : { id, over: null }),
      hover: (to) => setDrag((was) => (was && !isSame(was.over, to) ? { ...was, over: to } : was)),
      drop: (horizon) => {
        const now = latest.current;
        setDrag(null);
        if (!now.drag) return;
        const { id, over } = now.drag;
        const index = over?.horizon === horizon ? over.index : 0;
        const from = placeOf(now.board, id);
        const isBelow = from.horizon === horizon && from.index < index;
        now.want({ id, horizon, index: isBelow ? index - 1 : index });
      },
      place: (id, horizon) => latest.current.want({ id, horizon, index: 0 }),
    }),
    [],
  );
  return { drag, acts };
}

/** Three lanes and what has no place yet. */
export function BoardLanes({ board, filter, mayEdit, onAdd }: Props): ReactNode {
  const { want, commit, asking, setAsking, says } = useBoardMoves(board, filter);
  const { drag, acts } = useCardActs(board, mayEdit, want);
  const chains = useChains(board);
  const dragged = drag?.id ?? null;
  return (
    <>
      <div className={classes.lanes}>
        {board.lanes.map((lane) => (
          <BoardLane
            key={lane.horizon}
            lane={lane}
            chains={chains}
            mayEdit={mayEdit}
            dragged={dragged}
            target={drag?.over?.horizon === lane.horizon ? drag.over.index : null}
            acts={acts}
            onAdd={onAdd}
          />
        ))}
      </div>
      {board.unplaced.length > 0 && (
        <section className={classes.unplaced} aria-label="Without a place">
          <header className={classes.laneHead}>
            <b>Without a place</b>
            <span className="three tn">{board.unplaced.length}</span>
            <span className="three small">Candidates and commitments that no horizon holds yet</span>
          </header>
          <div className={classes.tray}>
            {board.unplaced.map((card, index) => (
              <BoardCard
                key={card.initiative.id}
                card={card}
                chain={chains.get(card.initiative.id)}
                horizon={null}
                index={index}
                mayEdit={mayEdit}
                isDragged={dragged === card.initiative.id}
                isTarget={false}
                acts={acts}
              />
            ))}
          </div>
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
