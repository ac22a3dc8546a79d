import { Menu } from "@mantine/core";
import { type DragEvent, type KeyboardEvent, memo, type ReactNode } from "react";
import { Link } from "react-router";
import type { StepState } from "@/api/types";
import { formatNumber } from "@/shared/format/format";
import { MiniChain } from "@/shared/graph/mini-chain";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { useRecordPath } from "@/shared/people/workspace-context";
import { IconButton } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import type { Card } from "../kinds";
import { type Horizon, horizons } from "../words";
import classes from "./board.module.css";
import { StaleWords } from "./stale-words";

interface FaceProps {
  card: Card;
  chain: readonly StepState[] | undefined;
  mayEdit: boolean;
  onPlace: (id: string, horizon: Horizon | null) => void;
}

export interface Place {
  horizon: Horizon;
  index: number;
}

/** What can be done with a card. They stay the same, so that a card is drawn anew only when it has changed. */
export interface CardActs {
  press: (event: KeyboardEvent, id: string) => void;
  lift: (id: string | null) => void;
  hover: (place: Place) => void;
  drop: (horizon: Horizon) => void;
  place: (id: string, horizon: Horizon | null) => void;
}

interface Props {
  card: Card;
  chain: readonly StepState[] | undefined;
  horizon: Horizon | null;
  index: number;
  mayEdit: boolean;
  isDragged: boolean;
  /** What is dragged would come before it. */
  isTarget: boolean;
  acts: CardActs;
}

function Flag({ card: { initiative, blocked_by: blockers } }: { card: Card }): ReactNode {
  const [first] = blockers;
  if (first)
    return (
      <p className={classes.flag} data-tone="undecided">
        <Icon name="limit" size="small" />
        <span className="clip">Blocked by {first.title}</span>
      </p>
    );
  if (initiative.horizon === "now" && (initiative.state === "idea" || initiative.state === "candidate"))
    return (
      <p className={classes.flag} data-tone="undecided">
        <Icon name="alert" size="small" />
        <span>Not committed yet</span>
      </p>
    );
  return (
    <p className={classes.flag}>
      {initiative.state === "shipped" && <Icon name="flag" size="small" />}
      {initiative.state === "building" && <Icon name="play" size="small" />}
      <span>
        {initiative.state === "shipped"
          ? "Shipped, outcome not recorded"
          : initiative.state.charAt(0).toUpperCase() + initiative.state.slice(1)}
      </span>
    </p>
  );
}

function Confidence({ value }: { value: number | null }): ReactNode {
  if (value === null) return <span className="small three">No confidence yet</span>;
  return (
    <>
      <span className={classes.meter} aria-hidden="true">
        <span style={{ width: `${value}%` }} data-weak={value < 50 || undefined} />
      </span>
      <span className="tn strong" title={`Confidence ${value} %`}>
        {formatNumber(value, { unit: "%" })}
      </span>
    </>
  );
}

/** What stands on a card. It is not drawn anew while another card is dragged over it. */
const Face = memo(function Face({ card, chain, mayEdit, onPlace }: FaceProps): ReactNode {
  const { initiative, key_results: goals } = card;
  const pathOf = useRecordPath();
  return (
    <>
      <div className={classes.top}>
        <Link
          className={classes.name}
          to={pathOf({ domain: "roadmap", plural: "initiatives", id: initiative.id })}
        >
          {initiative.title}
        </Link>
        {mayEdit && (
          <Menu position="bottom-end" width={176}>
            <Menu.Target>
              <IconButton
                icon="dots"
                size="small"
                label={`Move ${initiative.title}`}
                className={classes.more}
              />
            </Menu.Target>
            <Menu.Dropdown>
              {horizons
                .filter(({ value }) => value !== initiative.horizon)
                .map(({ value, label }) => (
                  <Menu.Item key={value} onClick={() => onPlace(initiative.id, value)}>
                    Move to {label}
                  </Menu.Item>
                ))}
              {initiative.horizon && (
                <Menu.Item onClick={() => onPlace(initiative.id, null)}>Take off the board</Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <div className={classes.facts}>
        <span className="clip">{goals[0]?.title ?? initiative.key}</span>
        <span>·</span>
        <span className="tn nowrap">
          {initiative.effort_weeks === null
            ? "not sized"
            : formatNumber(initiative.effort_weeks, { unit: "w" })}
        </span>
        {chain && <MiniChain states={chain} className={classes.chain} />}
      </div>
      <Flag card={card} />
      {card.stale_days > 0 && <StaleWords days={card.stale_days} />}
      <div className={classes.base}>
        <Confidence value={initiative.confidence} />
        {initiative.owner && (
          <span className={classes.owner}>
            <PersonAvatar person={initiative.owner} />
          </span>
        )}
      </div>
    </>
  );
});

/** One initiative on the board: what it is for, how far its chain is, what stands in its way, how sure we are. */
export const BoardCard = memo(function BoardCard(props: Props): ReactNode {
  const { card, chain, horizon, index, mayEdit, isDragged, isTarget, acts } = props;
  const { initiative } = card;
  const isLoose = initiative.state === "idea" || initiative.state === "candidate";
  return (
    <article
      className={classes.card}
      draggable={mayEdit}
      data-dragged={isDragged || undefined}
      data-target={isTarget || undefined}
      data-loose={isLoose || undefined}
      onKeyDown={(event) => acts.press(event, initiative.id)}
      onDragStart={(event: DragEvent) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", initiative.title);
        acts.lift(initiative.id);
      }}
      onDragEnd={() => acts.lift(null)}
      onDragOver={(event: DragEvent) => {
        event.preventDefault();
        if (!horizon) return;
        const box = event.currentTarget.getBoundingClientRect();
        const isBelow = event.clientY > box.top + box.height / 2;
        acts.hover({ horizon, index: isBelow ? index + 1 : index });
      }}
    >
      <Face card={card} chain={chain} mayEdit={mayEdit} onPlace={acts.place} />
    </article>
  );
});
