import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { formatDate } from "@/shared/format/dates";
import { useRecordPath, useTimeZone, useWorkspace } from "@/shared/people/workspace-context";
import { Button, ButtonLink } from "@/shared/ui/button";
import { classNames } from "@/shared/ui/classes";
import { Icon } from "@/shared/ui/icon";
import { TextArea } from "@/shared/ui/inputs";
import { PageHead } from "@/shared/ui/page-head";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { StrengthTally } from "@/shared/ui/strength-glyph";
import { useSaveScores, useSheet } from "../api";
import { Scale } from "../components/scale";
import { useOwnColumns } from "../components/score-matrix";
import { formatScore, type Row, type Sheet } from "../kinds";
import { scoreOf, workings } from "../scores";
import classes from "./score-page.module.css";

function isDone(row: Row, columns: readonly string[]): boolean {
  return columns.every((key) => row.own[key] !== undefined);
}

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

function Card({ sheet, index, onGo }: { sheet: Sheet; index: number; onGo: (index: number) => void }) {
  const { scoring_round: round, model, rows } = sheet;
  const navigate = useNavigate();
  const { slug } = useWorkspace();
  const save = useSaveScores(round.id);
  const isMine = useOwnColumns(sheet);
  const row = rows[index] as Row;
  const before = rows[index - 1];
  const [values, setValues] = useState<Record<string, number>>(row.own);
  const [reason, setReason] = useState(row.own_reason);
  const mine = model.columns.filter((column) => isMine(column.key)).map((column) => column.key);
  const isReady = mine.every((key) => values[key] !== undefined);
  const own = scoreOf(model, values);
  const next = () =>
    index + 1 < rows.length
      ? onGo(index + 1)
      : void navigate(`/w/${slug}/prioritization/scoring-rounds/${round.id}`);
  function pick(key: string, value: number | null): void {
    const { [key]: _, ...rest } = values;
    setValues(value === null ? rest : { ...rest, [key]: value });
  }
  return (
    <>
      <div className={classes.top}>
        <span className="small three">
          {index + 1} of {rows.length}
        </span>
        <span className="mono three">{row.node.key}</span>
      </div>
      <h2 className={classes.title}>{row.node.title}</h2>
      <Evidence row={row} key={row.node.id} />
      {model.columns.map((column) => {
        const last = before?.own[column.key];
        return (
          <section key={column.key} className={classes.column}>
            <div className="row spread">
              <span className="strong">{column.label}</span>
              <span className="small three clip">
                {isMine(column.key)
                  ? last !== undefined && `${before?.node.title} was ${last}`
                  : "others score this"}
              </span>
            </div>
            <Scale
              big
              label={column.label}
              steps={model.scale}
              value={values[column.key]}
              reference={last}
              locked={!isMine(column.key)}
              onPick={(value) => pick(column.key, value)}
            />
          </section>
        );
      })}
      <TextArea
        label="Reason"
        hint="Shown when the round is revealed"
        rows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={classes.foot}>
        <div className="row spread">
          <span className="two tn">{workings(model, values, null)}</span>
          <span className="row">
            <span className="small three">your score</span>
            <b className={classes.score}>{own === null ? "–" : formatScore(own)}</b>
          </span>
        </div>
        <div className={classes.buttons}>
          <Button size="large" onClick={next}>
            Not mine
          </Button>
          <Button
            size="large"
            look="primary"
            disabled={!isReady}
            busy={save.isPending}
            onClick={() => {
              const given = Object.fromEntries(mine.map((key) => [key, values[key] ?? null]));
              save.mutate({ candidate: row.candidate_id, values: given, reason }, { onSuccess: next });
            }}
          >
            {index + 1 < rows.length ? "Save and next" : "Save and finish"}
          </Button>
        </div>
      </div>
    </>
  );
}

function OneByOne({ sheet }: { sheet: Sheet }): ReactNode {
  const { scoring_round: round, rows, model } = sheet;
  const { slug } = useWorkspace();
  const zone = useTimeZone();
  const isMine = useOwnColumns(sheet);
  const mine = model.columns.filter((column) => isMine(column.key)).map((column) => column.key);
  const [order] = useState(() => rows.map((row) => row.candidate_id));
  const kept = order.flatMap((id) => rows.find((row) => row.candidate_id === id) ?? []);
  const first = kept.findIndex((row) => !isDone(row, mine));
  const [index, setIndex] = useState(Math.max(0, first));
  const back = `/w/${slug}/prioritization/scoring-rounds/${round.id}`;
  if (kept.length === 0 || round.state === "closed") {
    return (
      <EmptyState
        icon="prioritization"
        title={kept.length === 0 ? "Nothing to score yet" : "The round is closed"}
        actions={<ButtonLink to={back}>To the round</ButtonLink>}
      />
    );
  }
  return (
    <div className={classes.page}>
      <PageHead
        title={round.title}
        sub={
          <span className="row">
            <Icon name="lock" size="small" />
            {round.due_on
              ? `Private until ${formatDate(round.due_on, zone)}`
              : "Private until the round is revealed"}
          </span>
        }
      />
      <nav className={classes.steps} aria-label="Candidates">
        {kept.map((row, at) => (
          <button
            key={row.candidate_id}
            type="button"
            className={classNames(
              classes.step,
              at === index && classes.at,
              isDone(row, mine) && classes.done,
            )}
            aria-label={`${at + 1}: ${row.node.title}${isDone(row, mine) ? ", scored" : ""}`}
            aria-current={at === index || undefined}
            onClick={() => setIndex(at)}
          />
        ))}
      </nav>
      <Card key={kept[index]?.candidate_id} sheet={{ ...sheet, rows: kept }} index={index} onGo={setIndex} />
    </div>
  );
}

/** One candidate at a time, seven big steps, save and next: made for a thumb. */
export default function ScorePage(): ReactNode {
  const { id = "" } = useParams();
  const { data, error, refetch } = useSheet(id);
  if (data) return <OneByOne sheet={data} />;
  if (error) return <ProblemState error={error} onRetry={() => void refetch()} />;
  return <Skeleton rows={8} />;
}
