import { type ReactNode, useState } from "react";
import { formatMoney, formatNumber, plural } from "@/shared/format/format";
import { ImportDialog } from "@/shared/io/import-dialog";
import { useMay } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { Button } from "@/shared/ui/button";
import { useRegister } from "../api";
import { AdrRegister } from "../components/adr-register";
import { ComponentRegister } from "../components/component-register";
import { DebtRegister } from "../components/debt-register";
import { LimitRegister } from "../components/limit-register";
import classes from "../components/registers.module.css";

/** "2 constraints need a look. Debt takes 27 h a week: €2,430." */
function useSummary(): string | undefined {
  const { data } = useRegister();
  if (!data || (Object.keys(data.constraint_counts).length === 0 && data.debts.length === 0))
    return undefined;
  const limits =
    data.constraints.length > 0
      ? `${plural(data.constraints.length, "constraint")} ${data.constraints.length === 1 ? "needs" : "need"} a look.`
      : "No constraint needs a look.";
  if (data.debts.length === 0) return limits;
  const hours = formatNumber(data.interest_hours, { digits: 0, unit: "h" });
  return `${limits} Debt takes ${hours} a week: ${formatMoney(data.cost_of_delay, data.currency)}.`;
}

/** What a plan runs into: limits, debt, how the parts hang together, and what was decided about them. */
export default function RegistersPage(): ReactNode {
  const may = useMay();
  const summary = useSummary();
  const [importing, setImporting] = useState(false);
  return (
    <PracticePage
      practice="engineering"
      sub={summary ?? "What a plan runs into, known before it does."}
      actions={
        may.write && (
          <Button icon="import" onClick={() => setImporting(true)}>
            Import
          </Button>
        )
      }
    >
      <div className={classes.page}>
        <LimitRegister />
        <DebtRegister />
        <ComponentRegister />
        <AdrRegister />
      </div>
      {importing && (
        <ImportDialog
          sources={["components", "catalog", "adrs", "estimates"]}
          onClose={() => setImporting(false)}
        />
      )}
    </PracticePage>
  );
}
