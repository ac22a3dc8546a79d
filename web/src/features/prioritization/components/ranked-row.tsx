import type { ReactNode } from "react";
import { Link } from "react-router";
import type { StepState } from "@/api/types";
import { formatNumber } from "@/shared/format/format";
import { MiniChain } from "@/shared/graph/mini-chain";
import { useMay, useRecordPath } from "@/shared/people/workspace-context";
import { Button, IconButton } from "@/shared/ui/button";
import { classNames } from "@/shared/ui/classes";
import { NumberWithMethod } from "@/shared/ui/number-with-method";
import { DecisionLabel, StateLabel } from "@/shared/ui/state-glyph";
import { formatScore, type Model, type Row } from "../kinds";
import { labelOf, meansOf, methodOf, raterDots, splitColumns } from "../scores";
import classes from "./ranked-table.module.css";
import { RatersStrip } from "./raters-strip";

interface Props {
  row: Row;
  model: Model;
  /** The largest score any rater gave: the end of the axis. */
  top: number;
  chain: readonly StepState[] | undefined;
  open: boolean;
  onOpen: () => void;
  onDecide: () => void;
}

function Score({ row, model }: { row: Row; model: Model }): ReactNode {
  if (row.score === null) {
    const missing = row.missing.map((key) => labelOf(model, key).toLowerCase());
    const all = missing.length === model.columns.length;
    return <span className="small three">{all ? "Not scored" : `No ${missing.join(", ")} yet`}</span>;
  }
  return (
    <>
      <NumberWithMethod method={methodOf(model, row)}>{formatScore(row.score)}</NumberWithMethod>
      {row.spread !== null && row.spread > 0 && (
        <span className={classes.second}>± {formatScore(row.spread)}</span>
      )}
    </>
  );
}

function Candidate({ row, chain }: Pick<Props, "row" | "chain">): ReactNode {
  const pathOf = useRecordPath();
  return (
    <>
      <div className="row">
        <Link className={classNames(classes.name, "clip")} to={pathOf(row.node)}>
          {row.node.title}
        </Link>
      </div>
      <div className={classes.under}>
        <span className="mono">{row.node.key}</span>
        {row.node.state && <span>{row.node.state}</span>}
        {chain && <MiniChain states={chain} className={classes.chain} />}
      </div>
    </>
  );
}

/** One candidate: its place, its score and how that came about, who differs, and what was decided. */
export function RankedRow({ row, model, top, chain, open, onOpen, onDecide }: Props): ReactNode {
  const pathOf = useRecordPath();
  const may = useMay();
  const split = splitColumns(model, row);
  const means = meansOf(row);
  const cost = model.columns.find((column) => column.is_cost);
  const effort = cost && means[cost.key];
  return (
    <tr data-open={open || undefined}>
      <td className={classes.rank}>{row.rank ?? ""}</td>
      <td>
        <Candidate row={row} chain={chain} />
      </td>
      <td className="num">
        <Score row={row} model={model} />
      </td>
      <td>
        {row.score !== null && <RatersStrip dots={raterDots(model, row)} score={row.score} top={top} />}
        {split.length > 0 && (
          <span className={classes.second}>
            <StateLabel state="undecided">split on {split.join(", ")}</StateLabel>
          </span>
        )}
      </td>
      <td className={classNames("num", classes.wide)}>
        {effort === undefined ? "" : formatNumber(effort, { digits: Number.isInteger(effort) ? 0 : 1 })}
      </td>
      <td className="nowrap">
        {row.decision && (
          <Link to={pathOf({ domain: "prioritization", plural: "decisions", id: row.decision.id })}>
            <DecisionLabel verdict={row.decision.verdict} />
          </Link>
        )}
        {!row.decision && may.write && (
          <Button size="small" look="quiet" onClick={onDecide}>
            Decide
          </Button>
        )}
      </td>
      <td>
        <IconButton
          icon={open ? "up" : "down"}
          size="small"
          label={`${open ? "Hide" : "Show"} who gave ${row.node.title} what`}
          aria-expanded={open}
          onClick={onOpen}
        />
      </td>
    </tr>
  );
}
