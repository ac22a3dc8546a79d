import { type ReactNode, useState } from "react";
import { asProblem } from "@/api/problem";
import { formatDate, formatMoment } from "@/shared/format/dates";
import { plural } from "@/shared/format/format";
import { useMay, useTimeZone } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { Button } from "@/shared/ui/button";
import { SelectField, TextField } from "@/shared/ui/inputs";
import { HowComputed } from "@/shared/ui/number-with-method";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { toast } from "@/shared/ui/toasts";
import classes from "../components/plan.module.css";
import { PlanDialog } from "../components/plan-dialog";
import { LeftOut, PlanTable } from "../components/plan-table";
import { isMoved, sayBound, sayCost, sayPlan } from "../plans";
import { type Plan, type PlanRef, useAcceptPlan, usePlan, usePlans } from "../plans-api";
import { useAddress } from "../use-address";

const names: Record<string, string> = {
  wsjf_greedy: "WSJF, one after the other",
  input_order: "The order of the board",
};

function nameOf(plan: PlanRef, zone: string): string {
  const accepted = plan.accepted_at ? ", accepted" : "";
  return `${formatMoment(plan.created_at, zone)}, from ${formatDate(plan.from_on)}${accepted}`;
}

function Figures({ plan }: { plan: Plan }): ReactNode {
  const { unit, baselines, method, bound_method: bound } = plan;
  return (
    <dl className={classes.figures}>
      <div>
        <dt>This order</dt>
        <dd className="tn">{sayCost(plan.delay_cost, unit)}</dd>
      </div>
      {Object.entries(baselines).map(([name, cost]) => (
        <div key={name}>
          <dt>{names[name] ?? name}</dt>
          <dd className="tn">{sayCost(cost, unit)}</dd>
        </div>
      ))}
      <div>
        <dt>{sayBound(plan)}</dt>
        <dd>
          <HowComputed
            method={{
              name: "Order of least cost of delay",
              formula: "Σ cost of delay a week × weeks until it is done",
              inputs: [{ label: "Lower bound", value: sayCost(plan.lower_bound, unit) }],
              from: `${method}. Bound: ${bound}.`,
            }}
          />
        </dd>
      </div>
    </dl>
  );
}

function Accepted({ plan }: { plan: Plan }): ReactNode {
  const zone = useTimeZone();
  if (!plan.accepted_at) return null;
  return (
    <p className={`two ${classes.accept}`}>
      Accepted by {plan.accepted_by?.name ?? "somebody who left"}, {formatMoment(plan.accepted_at, zone)}
      {plan.reason && `: ${plan.reason}`}
    </p>
  );
}

function Accept({ plan, chosen }: { plan: Plan; chosen: ReadonlySet<string> }): ReactNode {
  const [reason, setReason] = useState("");
  const { mutate, isPending, error } = useAcceptPlan(plan.id);
  const problem = error ? asProblem(error) : null;
  function accept(): void {
    mutate(
      { ids: chosen.size < plan.rows.length ? [...chosen] : null, reason: reason.trim() },
      { onSuccess: () => toast({ message: `${plural(chosen.size, "initiative")} took over the dates` }) },
    );
  }
  return (
    <div className={classes.accept}>
      <div className={classes.which}>
        <TextField
          label="Why"
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </div>
      <Button look="primary" busy={isPending} disabled={chosen.size === 0} onClick={accept}>
        Accept {plural(chosen.size, "date", "dates")}
      </Button>
      {problem && (
        <p className="worse" role="alert">
          {problem.message} Propose the sequence again to plan with what stands now.
        </p>
      )}
    </div>
  );
}

function Proposal({ plan }: { plan: Plan }): ReactNode {
  const may = useMay();
  const isOpen = may.edit && !plan.accepted_at;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(plan.rows.filter(isMoved).map(({ id }) => id)),
  );
  function choose(id: string, isIn: boolean): void {
    const next = new Set(chosen);
    if (isIn) next.add(id);
    else next.delete(id);
    setChosen(next);
  }
  return (
    <>
      <Figures plan={plan} />
      <PlanTable plan={plan} chosen={chosen} onChoose={isOpen ? choose : undefined} />
      <LeftOut plan={plan} />
      <Accepted plan={plan} />
      {isOpen && <Accept plan={plan} chosen={chosen} />}
    </>
  );
}

/** The order of work that costs least to wait for: proposed, compared, and taken over by a person. */
export default function SequencePage(): ReactNode {
  const may = useMay();
  const zone = useTimeZone();
  const [search, setSearch] = useAddress();
  const [asking, setAsking] = useState(false);
  const list = usePlans();
  const plans = list.data?.items ?? [];
  const chosen = plans.find(({ id }) => id === search.get("plan")) ?? plans[0];
  const plan = usePlan(chosen?.id);
  const error = list.error ?? plan.error;
  const propose = may.edit && (
    <Button look="primary" onClick={() => setAsking(true)}>
      Propose a sequence
    </Button>
  );
  return (
    <PracticePage
      practice="roadmap"
      title="Roadmap"
      sub={plan.data ? sayPlan(plan.data) : "In which order the open work costs least to wait for."}
      actions={plans.length > 0 && propose}
    >
      {error && <ProblemState error={error} onRetry={() => void (list.error ? list : plan).refetch()} />}
      {!error && list.data && plans.length === 0 && (
        <EmptyState icon="roadmap" title="Nothing was put in sequence yet" actions={propose}>
          From the cost of delay of each initiative, its effort, what it waits for and whose work it is, the
          order follows that costs least. Nothing moves until you accept it.
        </EmptyState>
      )}
      {!error && plans.length > 1 && (
        <div className={classes.head}>
          <div className={classes.which}>
            <SelectField
              label="Proposed"
              options={plans.map((each) => ({ value: each.id, label: nameOf(each, zone) }))}
              value={chosen?.id ?? ""}
              onChange={(event) => setSearch({ plan: event.currentTarget.value })}
            />
          </div>
        </div>
      )}
      {!error && (list.isPending || (chosen && plan.isPending)) && <Skeleton rows={6} height={56} />}
      {!error && plan.data && <Proposal key={plan.data.id} plan={plan.data} />}
      {asking && (
        <PlanDialog
          onProposed={({ id }) => {
            setAsking(false);
            setSearch({ plan: id });
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </PracticePage>
  );
}
