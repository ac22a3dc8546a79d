import { type ReactNode, useState } from "react";
import { formatMoney, formatNumber } from "@/shared/format/format";
import { useMay } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { type DataColumn, DataTable } from "@/shared/ui/data-table";
import { NumberWithMethod } from "@/shared/ui/number-with-method";
import { useRegister } from "../api";
import { debt as kind } from "../kinds";
import { type Debt, lookOfTrend, methodOfPrice } from "../words";
import { LookLabel } from "./look-label";
import { RankingDialog } from "./ranking-dialog";
import { EditButton, RecordName, RegisterSection } from "./register-section";
import classes from "./registers.module.css";

function Price({ debt }: { debt: Debt }): ReactNode {
  if (debt.price.cost_of_delay === null) return <span className="three">Not priced</span>;
  return (
    <NumberWithMethod method={methodOfPrice(debt)}>
      <span className="strong">{formatMoney(debt.price.cost_of_delay, debt.currency)}</span>
    </NumberWithMethod>
  );
}

function Amount({ value, unit }: { value: number | null; unit: string }): ReactNode {
  return value === null ? <span className="three">?</span> : formatNumber(value, { digits: 0, unit });
}

function PutUp({ debt }: { debt: Debt }): ReactNode {
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (!may.write) return null;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Put up for ranking
      </Button>
      {open && <RankingDialog debt={debt} onClose={() => setOpen(false)} />}
    </>
  );
}

const columns: readonly DataColumn<Debt>[] = [
  {
    label: "Debt",
    show: (each) => (
      <RecordName kind={kind} record={each}>
        {each.component && ` · ${each.component.title}`}
      </RecordName>
    ),
  },
  { label: "Price a week", width: 110, numeric: true, show: (each) => <Price debt={each} /> },
  {
    label: "Hours a week",
    width: 110,
    numeric: true,
    wideOnly: true,
    show: (each) => <Amount value={each.interest_hours} unit="h" />,
  },
  {
    label: "To repay",
    width: 90,
    numeric: true,
    wideOnly: true,
    show: (each) => <Amount value={each.principal_days} unit="d" />,
  },
  {
    label: "Paid back in",
    width: 100,
    numeric: true,
    wideOnly: true,
    show: (each) => <Amount value={each.price.payback_weeks} unit="w" />,
  },
  { label: "Trend", width: 190, show: (each) => <LookLabel look={lookOfTrend(each.trend)} /> },
  {
    label: "",
    width: 200,
    wideOnly: true,
    show: (each) => (
      <span className={classes.acts}>
        <PutUp debt={each} />
        <EditButton kind={kind} record={each} />
      </span>
    ),
  },
];

/** Every debt, the dearest first, in the unit in which everything else competes. */
export function DebtRegister(): ReactNode {
  const { data, error, refetch } = useRegister();
  return (
    <RegisterSection
      kind={kind}
      title="Debt"
      total={data?.debts.length}
      says={
        data &&
        data.cost_of_delay > 0 && (
          <span>
            <span className="strong tn">{formatMoney(data.cost_of_delay, data.currency)}</span> a week
          </span>
        )
      }
      error={error}
      onRetry={() => void refetch()}
    >
      <DataTable name="Debt" columns={columns} rows={data?.debts ?? []} idOf={(each) => each.id} />
    </RegisterSection>
  );
}
