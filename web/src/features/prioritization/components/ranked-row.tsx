import { type DragEvent, memo, type ReactNode } from "react";
import { Link } from "react-router";
import type { StepState } from "@/api/types";
import { formatNumber, formatRange } from "@/shared/format/format";
import { MiniChain } from "@/shared/graph/mini-chain";
import { useRecordPath } from "@/shared/people/workspace-context";
import { classNames } from "@/shared/ui/classes";
import { Icon } from "@/shared/ui/icon";
import { DecisionLabel } from "@/shared/ui/state-glyph";
import { formatScore, type Head, type Row } from "../kinds";
import { formatChance } from "../ranks";
import { cellOf, methodOf, saysMissing } from "../scores";
import { ArmedNumber } from "./armed-number";
import { RankBand } from "./rank-band";
import classes from "./ranked-table.module.css";
import { RatersStrip } from "./raters-strip";
import { type RowAct, RowMenu } from "./row-menu";
import { as } from "./table-roles";

/** What the table does for its rows; the same object for all, so that a row is drawn anew only for its own sake. */
export interface Hands {
  act: (act: RowAct, row: Row) => void;
  focus: (row: Row) => void;
  drag: (row: Row | null) => void;
  over: (row: Row) => void;
  drop: (row: Row) => void;
}

interface Props {
  row: Row;
  head: Head;
  chain: readonly StepState[] | undefined;
  acts: readonly RowAct[];
  hands: Hands;
  index: number;
  current: boolean;
  compared: boolean;
  below: boolean;
  movable: boolean;
  /** The column whose ratings are shown; empty for the most disputed. */
  spread: string;
  /** Where a dragged candidate would land: before or after this one. */
  landing: "before" | "after" | undefined;
}

function Place({ row }: Pick<Props, "row">): ReactNode {
  const { position, rank } = row.place;
  if (!row.override) return position ?? "";
  return (
    <span title={`Placed by hand: ${row.override.reason}`}>
      {position}
      <span className={classes.second}>was {rank}</span>
    </span>
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
        {row.override && <Icon name="edit" size="small" className="three" label="Placed by hand" />}
      </div>
      <div className={classNames(classes.under, row.decision && classes.decided)}>
        <span className="mono">{row.node.key}</span>
        {row.node.state && <span className={classNames(classes.state, "clip")}>· {row.node.state}</span>}
        {row.decision && (
          <Link
            to={pathOf({ domain: "prioritization", plural: "decisions", id: row.decision.id })}
            className="nowrap"
          >
            <DecisionLabel verdict={row.decision.verdict} />
          </Link>
        )}
        {chain && <MiniChain states={chain} className={classes.chain} />}
      </div>
    </>
  );
}

function Score({ row, head }: Pick<Props, "row" | "head">): ReactNode {
  const { score, spread } = row.place;
  if (score === null) return <span className="small three clip">{saysMissing(head, row)}</span>;
  return (
    <>
      <ArmedNumber method={() => methodOf(head, row)}>{formatScore(score)}</ArmedNumber>
      {spread !== null && spread > 0 && <span className={classes.second}>± {formatScore(spread)}</span>}
    </>
  );
}

/** What it takes: the column that divides, or nothing where the model has none. */
function Effort({ row, head }: Pick<Props, "row" | "head">): ReactNode {
  const column = head.columns.find(({ is_cost }) => is_cost);
  const cell = column && cellOf(row, column.key);
  if (!cell) return null;
  const value = cell.agreed ?? cell.mean;
  return (
    <>
      <span className="strong">{formatNumber(value, { digits: Number.isInteger(value) ? 0 : 1 })}</span>
      {cell.low < cell.high && (
        <span className={classes.second}>
          {cell.agreed === null ? formatRange(cell.low, cell.high) : "agreed"}
        </span>
      )}
    </>
  );
}

function Chance({ share }: { share: number | null }): ReactNode {
  if (share === null) return null;
  return (
    <>
      <span className="strong">{formatChance(share)}</span>
      <span className="three">{"\u202f"}%</span>
    </>
  );
}

function RankedRowOf(props: Props): ReactNode {
  const { row, head, chain, acts, hands, index, current, compared, below, movable, spread, landing } = props;
  const drag = movable && {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      const line = event.currentTarget.closest("tr");
      if (line) event.dataTransfer.setDragImage(line, 24, 22);
      event.dataTransfer.effectAllowed = "move";
      hands.drag(row);
    },
    onDragEnd: () => hands.drag(null),
  };
  return (
    <tr
      {...as.row}
      className={classNames(classes.row, below && classes.below)}
      data-candidate={row.candidate_id}
      data-current={current || undefined}
      data-compared={compared || undefined}
      data-landing={landing}
      aria-rowindex={index + 2}
      aria-selected={current || undefined}
      onClick={(event) => {
        if (!(event.target as Element).closest("a, button, [role='menu']")) hands.focus(row);
      }}
      onDragOver={(event) => {
        event.preventDefault();
        hands.over(row);
      }}
      onDrop={(event) => {
        event.preventDefault();
        hands.drop(row);
      }}
    >
      <td {...as.cell} className={classes.rank} data-movable={movable || undefined} {...drag}>
        <Place row={row} />
      </td>
      <td {...as.cell}>
        <Candidate row={row} chain={chain} />
      </td>
      <td {...as.cell} className={classes.wide}>
        <RankBand place={row.place} count={head.ranked_count} />
      </td>
      <td {...as.cell} className="num">
        <Chance share={row.place.p_top5} />
      </td>
      <td {...as.cell} className="num">
        <Score row={row} head={head} />
      </td>
      <td {...as.cell} className={classNames(classes.wide, classes.raters)}>
        <RatersStrip row={row} columns={head.columns} chosen={spread} />
      </td>
      <td {...as.cell} className={classNames("num", classes.wide)}>
        <Effort row={row} head={head} />
      </td>
      <td {...as.cell} className={classes.more}>
        <RowMenu row={row} acts={acts} onAct={hands.act} />
      </td>
    </tr>
  );
}

/** One candidate: its place and how firm that is, its score, who differs, and what it takes. */
export const RankedRow = memo(RankedRowOf);
