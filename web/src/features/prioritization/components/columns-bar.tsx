import { Menu } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useMay } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { toastProblem } from "@/shared/ui/toasts";
import { type Timer, useRevealColumn, useTurn } from "../api";
import type { Column, Head } from "../kinds";
import { formatLeft, secondsLeft } from "../time-left";
import classes from "./columns-bar.module.css";

const minutes = [2, 5, 10] as const;

/** The time a column has left, to the second. */
export function TimeLeft({ endsAt, reveals }: { endsAt: string | null; reveals: boolean }): ReactNode {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!endsAt) return;
    const timer = window.setInterval(() => setNow(Date.now()), 500);
    return () => window.clearInterval(timer);
  }, [endsAt]);
  if (!endsAt) return null;
  const left = secondsLeft(endsAt, now);
  return (
    <time className={classes.time} dateTime={endsAt} role="timer" data-short={left <= 30 || undefined}>
      <Icon name="clock" size="small" />
      {left > 0 ? formatLeft(left) : "Time is over"}
      {reveals && left > 0 && <span className="three"> to the reveal</span>}
    </time>
  );
}

function says(column: Column): string {
  if (column.reads !== null) return "From the records";
  if (column.state === "waiting") return "Waits";
  if (column.state === "revealed") return "Revealed";
  return column.is_revote ? "Voting again" : "Open, private";
}

interface TurnProps {
  head: Head;
  column: Column;
}

function Start({ head, column }: TurnProps): ReactNode {
  const isAgain = column.state === "revealed";
  const turn = useTurn(head.scoring_round.id, isAgain ? "reopen" : "open");
  const start = (timer: Omit<Timer, "column">) =>
    turn.mutate({ column: column.key, ...timer }, { onError: toastProblem });
  const label = isAgain ? "Vote again" : column.state === "open" ? "Set the time" : "Open";
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          size="small"
          look={column.state === "waiting" ? "default" : "quiet"}
          busy={turn.isPending}
          aria-label={`${label}: ${column.label}`}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => start({ minutes: null, reveals_at_end: false })}>Without a timer</Menu.Item>
        {minutes.map((each) => (
          <Menu.Item key={each} onClick={() => start({ minutes: each, reveals_at_end: true })}>
            {each} minutes, then reveal
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Turn({ head, column }: TurnProps): ReactNode {
  const may = useMay();
  const reveal = useRevealColumn(head.scoring_round.id);
  const { state, is_by_column: byColumn } = head.scoring_round;
  const canOpen = column.state !== "open" || byColumn || column.is_revote;
  return (
    <li className={classes.turn} data-state={column.state} aria-label={column.label}>
      <div className={classes.name}>
        <span className="strong clip">{column.label}</span>
        <span className="small three row">
          <Icon name={column.state === "revealed" ? "eye" : "lock"} size="small" />
          {says(column)}
        </span>
      </div>
      {column.state === "open" && <TimeLeft endsAt={column.ends_at} reveals={column.reveals_at_end} />}
      {may.edit && state !== "closed" && column.reads === null && (
        <div className="row">
          {column.state === "open" && (
            <Button
              size="small"
              busy={reveal.isPending}
              aria-label={`Reveal ${column.label}`}
              onClick={() => reveal.mutate(column.key, { onError: toastProblem })}
            >
              Reveal
            </Button>
          )}
          {canOpen && <Start head={head} column={column} />}
        </div>
      )}
    </li>
  );
}

/** The columns and their turns: which waits, which is scored now, which everybody sees. */
export function ColumnsBar({ head }: { head: Head }): ReactNode {
  return (
    <ul className={classes.bar} aria-label="Columns">
      {head.columns.map((column) => (
        <Turn key={column.key} head={head} column={column} />
      ))}
    </ul>
  );
}
