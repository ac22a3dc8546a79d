import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { formatDate } from "@/shared/format/dates";
import { plural } from "@/shared/format/format";
import { useMark } from "@/shared/hooks/use-mark";
import { useRecordPath, useTimeZone, useWorkspace } from "@/shared/people/workspace-context";
import { Button, ButtonLink } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { TextArea } from "@/shared/ui/inputs";
import { StateLabel } from "@/shared/ui/state-glyph";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { StrengthTally } from "@/shared/ui/strength-glyph";
import { useHead } from "../api";
import { ClashDialog } from "../components/clash-dialog";
import { TimeLeft } from "../components/columns-bar";
import { Rating } from "../components/rating";
import { ScoreSteps } from "../components/score-steps";
import { type Column, formatScore, type Head, type Row } from "../kinds";
import { type Line, useLive } from "../live";
import {
  cellOf,
  countedOf,
  fillable,
  formatRating,
  isDone,
  namesOf,
  ownVersions,
  publicValues,
  scoreOf,
  workings,
} from "../scores";
import { useScores } from "../use-scores";
import { type Span, useSpan } from "../use-span";
import classes from "./score-page.module.css";

type Scores = ReturnType<typeof useScores>;

function Evidence({ row }: { row: Row }): ReactNode {
  const pathOf = useRecordPath();
  const { data } = useQuery({
    queryKey: ["node", row.node.id, "evidence"],
    queryFn: () =>
      unwrap(api.GET("/api/discovery/evidence/{node_id}", { params: { path: { node_id: row.node.id } } })),
  });
  const { observed = 0, told = 0, asked = 0, internal = 0 } = data?.summary ?? {};
  return (
    <Link className={classes.evidence} to={pathOf(row.node)}>
      {observed + told + asked + internal > 0 ? (
        <StrengthTally counts={{ observed, told, asked, internal }} />
      ) : (
        <span className="three">No evidence linked yet</span>
      )}
      <Icon name="right" size="small" />
    </Link>
  );
}

/** A column that others score, or whose turn has not come: who does, and what is public of it. */
function Locked({ head, column, row }: { head: Head; column: Column; row: Row }): ReactNode {
  const cell = cellOf(row, column.key);
  const raters = head.raters
    .filter(({ columns }) => columns.includes(column.key))
    .map(({ member }) => member);
  const who =
    raters.length > 0
      ? `${namesOf(raters)} ${raters.length === 1 ? "scores" : "score"} this`
      : "Others score this";
  const waits = column.state === "waiting" && head.own_columns.includes(column.key);
  const isRead = column.reads !== null;
  const says = isRead ? "From the record" : waits ? "Its turn comes later" : who;
  return (
    <div className={classes.locked}>
      <Icon name={isRead ? "link" : "lock"} size="small" />
      <span className="grow clip">{says}</span>
      {cell && <b className="tn">{formatRating(countedOf(cell))}</b>}
    </div>
  );
}

interface CardProps {
  head: Head;
  row: Row;
  before: Row | undefined;
  index: number;
  total: number;
  scores: Scores;
  onGo: (index: number) => void;
}

interface PartProps extends Pick<CardProps, "head" | "row" | "before" | "scores"> {
  column: Column;
  isMine: boolean;
  value: number | undefined;
  onPick: (value: number | null) => void;
}

function Part({ head, row, before, scores, column, isMine, value, onPick }: PartProps): ReactNode {
  const last = before && scores.ownOf(before)[column.key];
  return (
    <section className={classes.column}>
      <div className="row spread">
        <span className={classes.label}>{column.label}</span>
        {isMine && last !== undefined && (
          <span className={classes.reference}>
            {before?.node.title} was {formatRating(last)}
          </span>
        )}
        {isMine && column.state === "open" && (
          <TimeLeft endsAt={column.ends_at} reveals={column.reveals_at_end} />
        )}
      </div>
      {isMine ? (
        <Rating big label={column.label} column={column} value={value} reference={last} onPick={onPick} />
      ) : (
        <Locked head={head} column={column} row={row} />
      )}
    </section>
  );
}

function Card({ head, row, before, index, total, scores, onGo }: CardProps): ReactNode {
  const { id } = head.scoring_round;
  const navigate = useNavigate();
  const { slug } = useWorkspace();
  const [changed, setChanged] = useState<Record<string, number | null>>({});
  const [reason, setReason] = useState<string | null>(null);
  const mine = fillable(head);
  const own: Record<string, number | null | undefined> = { ...scores.ownOf(row), ...changed };
  const given = Object.fromEntries(
    Object.entries(own).flatMap(([key, value]) => (typeof value === "number" ? [[key, value] as const] : [])),
  );
  const values = { ...publicValues(row), ...given };
  const score = scoreOf(head, values);
  const isReady = mine.length > 0 && isDone(given, mine);
  const isLast = index + 1 >= total;
  function next(): void {
    if (!isLast) onGo(index + 1);
    // Without a connection there is no other page to go to; this one says what is kept.
    else if (navigator.onLine) void navigate(`/w/${slug}/prioritization/scoring-rounds/${id}`);
  }

  function save(): void {
    const sent = Object.fromEntries(Object.entries(changed).filter(([key]) => mine.includes(key)));
    const words = reason !== null && reason !== row.own_reason ? reason : undefined;
    if (Object.keys(sent).length > 0 || words !== undefined)
      scores.give({
        candidate: row.candidate_id,
        values: sent,
        versions: ownVersions(row, Object.keys(sent)),
        reason: words,
      });
    next();
  }

  return (
    <>
      <div className={classes.card}>
        <div className={classes.above}>
          <span className="small three tn">
            {index + 1} of {total}
          </span>
          <span className="mono three">{row.node.key}</span>
        </div>
        <h2 className={classes.title}>{row.node.title}</h2>
        <Evidence row={row} />
        {head.columns.map((column) => (
          <Part
            key={column.key}
            head={head}
            row={row}
            before={before}
            scores={scores}
            column={column}
            isMine={mine.includes(column.key)}
            value={given[column.key]}
            onPick={(value) => setChanged((all) => ({ ...all, [column.key]: value }))}
          />
        ))}
        <section className={classes.column}>
          <div className="row spread">
            <span className={classes.label}>Reason</span>
            <span className="small three">
              {head.scoring_round.state === "open"
                ? "shown when the round is revealed"
                : "shown to everybody"}
            </span>
          </div>
          <TextArea
            label="Reason"
            quiet
            rows={2}
            maxLength={1000}
            value={reason ?? row.own_reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </section>
      </div>
      <div className={classes.foot}>
        <div className="row spread">
          <span className="two tn clip">{workings(head, values, null)}</span>
          <span className="row">
            <span className="small three nowrap">your score</span>
            <b className={classes.score}>{score === null ? "–" : formatScore(score)}</b>
          </span>
        </div>
        <div className={classes.buttons}>
          <Button size="large" onClick={next}>
            Not mine
          </Button>
          <Button size="large" look="primary" disabled={!isReady} onClick={save}>
            {isLast ? "Save and finish" : "Save and next"}
          </Button>
        </div>
      </div>
    </>
  );
}

function Top({ head, scores }: { head: Head; scores: Scores }): ReactNode {
  const { slug } = useWorkspace();
  const zone = useTimeZone();
  const { scoring_round: round } = head;
  const isPrivate = round.state === "open";
  const says = isPrivate
    ? `Private until ${round.due_on ? formatDate(round.due_on, zone) : "the round is revealed"}`
    : "Revealed: corrections are seen by everybody";
  return (
    <div className={classes.top}>
      <ButtonLink
        look="quiet"
        icon="back"
        size="large"
        aria-label="Back to the round"
        to={`/w/${slug}/prioritization/scoring-rounds/${round.id}`}
      />
      <div className="grow">
        <h1 className={classes.round}>{round.title}</h1>
        <p className="small three row">
          <Icon name={isPrivate ? "lock" : "eye"} size="small" />
          <span role="status" className="clip">
            {scores.waiting
              ? `${plural(scores.kept.length, "score")} kept here, sent when there is a connection`
              : says}
          </span>
        </p>
      </div>
    </div>
  );
}

/** Where somebody begins: at the first candidate that still waits for them. */
function firstOpen(span: Span, scores: Scores, mine: readonly string[]): number {
  const at = span.rows.findIndex((row) => !isDone(scores.ownOf(row), mine));
  return Math.max(0, at);
}

function Nothing({ head }: { head: Head }): ReactNode {
  const { slug } = useWorkspace();
  const { id, state } = head.scoring_round;
  return (
    <EmptyState
      icon="prioritization"
      title={state === "closed" ? "The round is closed" : "Nothing to score yet"}
      actions={<ButtonLink to={`/w/${slug}/prioritization/scoring-rounds/${id}`}>To the round</ButtonLink>}
    />
  );
}

function Notices({ line, isWaiting }: { line: Line; isWaiting: boolean }): ReactNode {
  return (
    <>
      {line === "lost" && (
        <p className="small" role="status">
          <StateLabel state="incomplete">No connection; what you give is kept here</StateLabel>
        </p>
      )}
      {isWaiting && (
        <p className={classes.wait} role="status">
          <Icon name="clock" size="small" /> No column of yours is open. This page goes on by itself when one
          is.
        </p>
      )}
    </>
  );
}

/** One task, which takes the whole screen of a phone. */
function Whole({ children }: { children: ReactNode }): ReactNode {
  useMark("whole");
  return <div className={classes.page}>{children}</div>;
}

function OneByOne({ head }: { head: Head }): ReactNode {
  const { id } = head.scoring_round;
  const scores = useScores(id);
  const span = useSpan(id, { decided: "any", sort: "key" });
  const line = useLive(id);
  const [chosen, setChosen] = useState<number | null>(null);
  const mine = fillable(head);
  const [begin, setBegin] = useState<number | null>(null);
  const isLoaded = span.total !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: where to begin is looked up once, when the rows are there
  useEffect(() => {
    if (isLoaded) setBegin(firstOpen(span, scores, mine));
  }, [isLoaded]);
  const index = chosen ?? begin ?? 0;
  const { see } = span;
  useEffect(() => {
    see(Math.max(0, index - 1), index + 1);
  });
  if (span.error && !isLoaded) return <ProblemState error={span.error} onRetry={span.refetch} />;
  if (!isLoaded || begin === null) return <Skeleton rows={8} />;
  const total = span.total ?? 0;
  const row = span.rowAt(index);
  if (total === 0 || head.scoring_round.state === "closed") return <Nothing head={head} />;
  return (
    <Whole>
      <Top head={head} scores={scores} />
      <ScoreSteps
        total={total}
        at={index}
        titleOf={(at) => span.rowAt(at)?.node.title}
        isDone={(at) => {
          const each = span.rowAt(at);
          return each !== undefined && mine.length > 0 && isDone(scores.ownOf(each), mine);
        }}
        onGo={setChosen}
      />
      <Notices line={line} isWaiting={mine.length === 0} />
      {row ? (
        <Card
          key={row.candidate_id}
          head={head}
          row={row}
          before={index > 0 ? span.rowAt(index - 1) : undefined}
          index={index}
          total={total}
          scores={scores}
          onGo={setChosen}
        />
      ) : (
        <Skeleton rows={6} />
      )}
      {scores.clash && <ClashDialog head={head} clash={scores.clash} onSettle={scores.settle} />}
    </Whole>
  );
}

/** One candidate at a time, big steps, save and next: made for a thumb. */
export default function ScorePage(): ReactNode {
  const { id = "" } = useParams();
  const { data, error, refetch } = useHead(id);
  if (data) return <OneByOne key={id} head={data} />;
  if (error) return <ProblemState error={error} onRetry={() => void refetch()} />;
  return <Skeleton rows={8} />;
}
