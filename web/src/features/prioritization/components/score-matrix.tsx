import type { ReactNode } from "react";
import { Link } from "react-router";
import { useHere, useMay, useRecordPath } from "@/shared/people/workspace-context";
import { IconButton } from "@/shared/ui/button";
import { useRemoveCandidate, useSaveScores } from "../api";
import { formatScore, type Row, type Sheet } from "../kinds";
import { scoreOf, workings } from "../scores";
import { Scale } from "./scale";
import classes from "./score-matrix.module.css";

/** The columns that the signed-in member was asked for; all, when nobody narrowed them. */
export function useOwnColumns(sheet: Sheet): (key: string) => boolean {
  const { membership } = useHere();
  const asked = sheet.raters.find((rater) => rater.member.id === membership.id)?.columns;
  return (key) => !asked || asked.includes(key);
}

function MatrixRow({ sheet, row }: { sheet: Sheet; row: Row }): ReactNode {
  const { scoring_round: round, model } = sheet;
  const may = useMay();
  const pathOf = useRecordPath();
  const save = useSaveScores(round.id);
  const remove = useRemoveCandidate(round.id);
  const isMine = useOwnColumns(sheet);
  const own = scoreOf(model, row.own);
  return (
    <tr>
      <td>
        <Link className="strong" to={pathOf(row.node)}>
          {row.node.title}
        </Link>
        <div className="small three">
          <span className="mono">{row.node.key}</span> {row.node.state}
        </div>
      </td>
      {model.columns.map((column) => (
        <td key={column.key}>
          <Scale
            label={`${column.label} of ${row.node.title}`}
            steps={model.scale}
            value={row.own[column.key]}
            locked={!may.write || !isMine(column.key)}
            onPick={(value) => save.mutate({ candidate: row.candidate_id, values: { [column.key]: value } })}
          />
        </td>
      ))}
      <td className="num strong" title={own === null ? undefined : workings(model, row.own, own)}>
        {own === null ? <span className="three">–</span> : formatScore(own)}
      </td>
      <td>
        {may.write && round.state === "open" && (
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

/** One's own numbers for every candidate: one click each, kept as they are given. */
export function ScoreMatrix({ sheet }: { sheet: Sheet }): ReactNode {
  const isMine = useOwnColumns(sheet);
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Candidate</th>
            {sheet.model.columns.map((column) => (
              <th key={column.key} scope="col">
                {column.label}
                {!isMine(column.key) && <span className="three"> · others score this</span>}
              </th>
            ))}
            <th scope="col" className="num">
              Yours
            </th>
            <th scope="col">
              <span className="sr">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map((row) => (
            <MatrixRow key={row.candidate_id} sheet={sheet} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
