import { type DragEvent, memo, type ReactNode } from "react";
import type { StepState } from "@/api/types";
import { formatNumber } from "@/shared/format/format";
import { Button } from "@/shared/ui/button";
import type { Board } from "../kinds";
import { type Horizon, horizonLabel } from "../words";
import classes from "./board.module.css";
import { BoardCard, type CardActs } from "./board-card";

export type Chains = ReadonlyMap<string, readonly StepState[]>;

interface Props {
  lane: Board["lanes"][number];
  chains: Chains;
  mayEdit: boolean;
  dragged: string | null;
  /** Before which card of this lane the dragged one would come, if into this lane at all. */
  target: number | null;
  acts: CardActs;
  onAdd: ((horizon: Horizon) => void) | undefined;
}

function isBelowCards({ currentTarget: lane, clientY }: DragEvent<HTMLElement>): boolean {
  const last = lane.querySelector("article:last-of-type");
  return !last || clientY > last.getBoundingClientRect().bottom;
}

/** One horizon. It is drawn anew only when something is dragged into it, out of it or along it. */
export const BoardLane = memo(function BoardLane(props: Props): ReactNode {
  const { lane, chains, mayEdit, dragged, target, acts, onAdd } = props;
  const { horizon, cards } = lane;
  return (
    <section
      className={classes.lane}
      aria-label={horizonLabel(horizon)}
      onDragOver={(event) => {
        event.preventDefault();
        if (isBelowCards(event)) acts.hover({ horizon, index: cards.length });
      }}
      onDrop={(event) => {
        event.preventDefault();
        acts.drop(horizon);
      }}
    >
      <header className={classes.laneHead}>
        <b>{horizonLabel(horizon)}</b>
        <span className="three tn">{cards.length}</span>
        <span className="three tn small">
          {horizon === "later" && lane.effort_weeks === 0
            ? "not promised"
            : formatNumber(lane.effort_weeks, { unit: "w" })}
          {lane.unsized > 0 && lane.effort_weeks > 0 && `, ${lane.unsized} not sized`}
        </span>
      </header>
      {cards.map((card, index) => (
        <BoardCard
          key={card.initiative.id}
          card={card}
          chain={chains.get(card.initiative.id)}
          horizon={horizon}
          index={index}
          mayEdit={mayEdit}
          isDragged={dragged === card.initiative.id}
          isTarget={target === index}
          acts={acts}
        />
      ))}
      {target === cards.length && <div className={classes.slot} />}
      {mayEdit && onAdd && (
        <Button look="quiet" icon="plus" className={classes.add} onClick={() => onAdd(horizon)}>
          Add to {horizonLabel(horizon).toLowerCase()}
        </Button>
      )}
    </section>
  );
});
