import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { formatMoment } from "@/shared/format/dates";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { useHere, useMay, useRecordPath, useTimeZone } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { KeyLabel } from "@/shared/ui/key-label";
import { StateLabel } from "@/shared/ui/state-glyph";
import { ProblemState, Skeleton } from "@/shared/ui/states";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { useCellAct, useDetail } from "../../api";
import type { Column, Detail, Head, Row } from "../../kinds";
import { basisOf, cellOf, countedOf, formatRating, namesOf, ownVersions } from "../../scores";
import { useScores } from "../../use-scores";
import { Rating } from "../rating";
import { AgreeForm } from "./agree-form";
import { Notes } from "./notes";
import classes from "./peek.module.css";

type CellDetail = Detail["cells"][number];

const agreements = { high: "high agreement", medium: "some disagreement", low: "split" } as const;

function Standing({ row, column }: { row: Row; column: Column }): ReactNode {
  const cell = cellOf(row, column.key);
  if (!cell) return <span className="small three">nobody yet</span>;
  return (
    <span className="tn strong">
      {formatRating(countedOf(cell))} <span className="small three">{basisOf(cell)}</span>
    </span>
  );
}

/** A re-vote that is going on: one's own number again, in private, until it ends. */
function Revote({ head, row, column }: { head: Head; row: Row; column: Column }): ReactNode {
  const scores = useScores(head.scoring_round.id);
  const may = useMay();
  const end = useCellAct(head.scoring_round.id, row.candidate_id, "reveal");
  const isMine = may.write && head.own_columns.includes(column.key);
  return (
    <div className={classes.form}>
      <p className="small">
        <StateLabel state="incomplete">Voting again: the numbers above count until it ends.</StateLabel>
      </p>
      {isMine && (
        <Rating
          label={`${column.label} of ${row.node.title}, again`}
          column={column}
          value={scores.ownOf(row)[column.key]}
          onPick={(value) =>
            scores.give({
              candidate: row.candidate_id,
              values: { [column.key]: value },
              versions: ownVersions(row, [column.key]),
            })
          }
        />
      )}
      {may.edit && (
        <Button
          size="small"
          busy={end.isPending}
          onClick={() => end.mutate(column.key, { onError: toastProblem })}
        >
          End the re-vote
        </Button>
      )}
    </div>
  );
}

function History({ cell }: { cell: CellDetail }): ReactNode {
  const zone = useTimeZone();
  return cell.history.map((ballot) => (
    <p key={ballot.superseded_at} className="small three">
      Before {formatMoment(ballot.superseded_at, zone)}:{" "}
      {ballot.given.map(({ member, value }) => `${member.name} ${formatRating(value)}`).join(", ")}
    </p>
  ));
}

interface CellProps {
  head: Head;
  row: Row;
  column: Column;
  cell: CellDetail;
}

function CellActs({ head, row, column, cell }: CellProps): ReactNode {
  const may = useMay();
  const [agreeing, setAgreeing] = useState(false);
  const ask = useCellAct(head.scoring_round.id, row.candidate_id, "ask");
  const reopen = useCellAct(head.scoring_round.id, row.candidate_id, "reopen");
  const outliers = cell.given.filter(({ is_outlier }) => is_outlier).map(({ member }) => member);
  const isRead = column.reads !== null;
  if (!may.edit || head.scoring_round.state === "closed" || (cell.given.length === 0 && !isRead)) return null;
  if (agreeing)
    return (
      <AgreeForm
        round={head.scoring_round.id}
        candidate={row.candidate_id}
        column={column}
        agreed={cell.agreed}
        onClose={() => setAgreeing(false)}
      />
    );
  return (
    <div className={classes.acts}>
      {outliers.length > 0 && (
        <Button
          size="small"
          busy={ask.isPending}
          onClick={() =>
            ask.mutate(column.key, {
              onSuccess: () => toast({ message: `Asked ${namesOf(outliers)}. It is in their inbox.` }),
              onError: toastProblem,
            })
          }
        >
          Ask {namesOf(outliers)} to explain
        </Button>
      )}
      <Button size="small" onClick={() => setAgreeing(true)}>
        Agree on a value
      </Button>
      {!cell.is_reopened && !isRead && (
        <Button
          size="small"
          busy={reopen.isPending}
          onClick={() => reopen.mutate(column.key, { onError: toastProblem })}
        >
          Vote again
        </Button>
      )}
    </div>
  );
}

function saysNone(column: Column, { read }: CellDetail): string {
  if (column.reads !== null)
    return read === null
      ? "The record has no number for this yet."
      : `The record says ${formatRating(read)}.`;
  return column.state === "revealed" ? "Nobody gave a number." : "Private until it is revealed.";
}

function CellPart(props: CellProps): ReactNode {
  const { row, column, cell } = props;
  const agreement = cellOf(row, column.key)?.agreement;
  return (
    <section className={classes.part} aria-label={column.label}>
      <div className={classes.head}>
        <h3>{column.label}</h3>
        {agreement && (
          <span className="small three">
            {agreement === "low" ? (
              <StateLabel state="undecided">{agreements.low}</StateLabel>
            ) : (
              agreements[agreement]
            )}
          </span>
        )}
        <Standing row={row} column={column} />
      </div>
      <ul className={classes.given}>
        {cell.given.map(({ member, value, is_outlier }) => (
          <li key={member.id}>
            <PersonAvatar person={member} withName />
            {is_outlier && <StateLabel state="undecided">far from the others</StateLabel>}
            <span className="tn strong">{formatRating(value)}</span>
          </li>
        ))}
      </ul>
      {cell.given.length === 0 && <p className="small three">{saysNone(column, cell)}</p>}
      <History cell={cell} />
      {cell.is_reopened && <Revote head={props.head} row={row} column={column} />}
      <CellActs {...props} />
    </section>
  );
}

function Subject({ row }: { row: Row }): ReactNode {
  const pathOf = useRecordPath();
  return (
    <section className={classes.part}>
      <p className="row">
        <Link className="strong clip link" to={pathOf(row.node)}>
          {row.node.title}
        </Link>
        <KeyLabel>{row.node.key}</KeyLabel>
      </p>
      {row.override && (
        <p className="small two">
          {row.override.by?.name} placed it at {row.override.place} by hand; its score gives {row.place.rank}.
          “{row.override.reason}”
        </p>
      )}
    </section>
  );
}

/** Who gave what in each column, what they said about it, and what to do where they differ. */
export function GivenPanel({ head, candidate }: { head: Head; candidate: number }): ReactNode {
  const { data, error, refetch } = useDetail(head.scoring_round.id, candidate);
  const { membership } = useHere();
  if (error && !data) return <ProblemState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={8} height={40} />;
  const missing = data.missing_raters.filter(({ id }) => id !== membership.id);
  return (
    <div>
      <Subject row={data.row} />
      {head.columns.map((column) => {
        const cell = data.cells.find((each) => each.column === column.key);
        return cell && <CellPart key={column.key} head={head} row={data.row} column={column} cell={cell} />;
      })}
      {missing.length > 0 && (
        <p className={`small three ${classes.part}`}>Not scored in full by {namesOf(missing)}.</p>
      )}
      <Notes head={head} detail={data} />
    </div>
  );
}
