import type { ReactNode } from "react";
import { Link } from "react-router";
import { formatDate } from "@/shared/format/dates";
import { formatNumber } from "@/shared/format/format";
import { useRecordPath } from "@/shared/people/workspace-context";
import { type DataColumn, DataTable } from "@/shared/ui/data-table";
import { NumberWithMethod } from "@/shared/ui/number-with-method";
import { isMoved, sayDeadline } from "../plans";
import type { Plan, PlanRow } from "../plans-api";
import { sayDates } from "../words";
import classes from "./plan.module.css";

type Ranked = PlanRow & { place: number };

function Name({ row, isImpossible }: { row: Ranked; isImpossible: boolean }): ReactNode {
  const pathOf = useRecordPath();
  const deadline = isImpossible ? "No order keeps its deadline" : sayDeadline(row);
  return (
    <div className={classes.name}>
      <Link className="strong" to={pathOf({ domain: "roadmap", plural: "initiatives", id: row.id })}>
        {row.title}
      </Link>
      <p className="small three">
        <span className="mono">{row.key}</span>
        {row.team && ` · ${row.team.name}`}
        {deadline && <span className={row.is_late ? "worse" : undefined}> · {deadline}</span>}
      </p>
      {row.pieces.length > 0 && (
        <ol className={classes.pieces} aria-label={`Slices of ${row.title}`}>
          {row.pieces.map((piece) => (
            <li key={piece.id} className="small two">
              {piece.title}: {sayDates(piece)}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function Planned({ row }: { row: PlanRow }): ReactNode {
  if (!isMoved(row)) return <span className="three">As it stands</span>;
  return (
    <span className={classes.planned}>
      <b className="tn">{sayDates(row)}</b>
      <span className="small three">
        {row.before.starts_on || row.before.target_on ? `was ${sayDates(row.before)}` : "had no dates"}
      </span>
    </span>
  );
}

function Odds({ row, method }: { row: PlanRow; method: string }): ReactNode {
  return (
    <NumberWithMethod
      method={{
        name: "When it is done",
        inputs: [
          { label: "In one case of ten, by", value: formatDate(row.p10_on) },
          { label: "In half of the cases, by", value: formatDate(row.p50_on) },
          { label: "In nine of ten, by", value: formatDate(row.p90_on) },
          {
            label: `By ${formatDate(row.target_on)}`,
            value: formatNumber(100 * row.chance, { digits: 0, unit: "%" }),
          },
        ],
        from: method,
      }}
    >
      <span className="tn">{formatDate(row.p90_on)}</span>
    </NumberWithMethod>
  );
}

interface Props {
  plan: Plan;
  chosen: ReadonlySet<string>;
  /** Left out where nothing can be accepted any more. */
  onChoose?: (id: string, isIn: boolean) => void;
}

/** The proposed order: what it costs to wait a week, from when to when, and how sure that is. */
export function PlanTable({ plan, chosen, onChoose }: Props): ReactNode {
  const impossible = new Set(plan.impossible);
  const pick: DataColumn<Ranked> = {
    label: "",
    width: 32,
    show: (row) => (
      <input
        type="checkbox"
        aria-label={`Take over ${row.title}`}
        checked={chosen.has(row.id)}
        onChange={(event) => onChoose?.(row.id, event.currentTarget.checked)}
      />
    ),
  };
  const columns: readonly DataColumn<Ranked>[] = [
    ...(onChoose ? [pick] : []),
    { label: "#", width: 32, numeric: true, show: (row) => <span className="tn three">{row.place}</span> },
    { label: "Initiative", show: (row) => <Name row={row} isImpossible={impossible.has(row.id)} /> },
    {
      label: "A week costs",
      width: 110,
      numeric: true,
      wideOnly: true,
      show: (row) => (
        <span className="tn">{formatNumber(row.weight, { digits: row.weight >= 1000 ? 0 : 1 })}</span>
      ),
    },
    {
      label: "Effort",
      width: 80,
      numeric: true,
      wideOnly: true,
      show: (row) => <span className="tn">{formatNumber(row.effort_weeks, { unit: "w" })}</span>,
    },
    { label: "Planned", width: 240, show: (row) => <Planned row={row} /> },
    {
      label: "Done in 9 of 10 cases by",
      width: 170,
      wideOnly: true,
      show: (row) => <Odds row={row} method={plan.odds_method} />,
    },
  ];
  const rows = plan.rows.map((row, index) => ({ ...row, place: index + 1 }));
  return <DataTable name="The proposed order" columns={columns} rows={rows} idOf={(row) => row.id} />;
}

/** What the plan leaves out for want of an effort. */
export function LeftOut({ plan }: { plan: Plan }): ReactNode {
  const pathOf = useRecordPath();
  if (plan.left_out.length === 0) return null;
  return (
    <p className={`small two ${classes.leftOut}`}>
      Left out, since nobody said how long it takes:{" "}
      {plan.left_out.map(({ id, title }, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <Link className="link" to={pathOf({ domain: "roadmap", plural: "initiatives", id })}>
            {title}
          </Link>
        </span>
      ))}
      .
    </p>
  );
}
