import { useDebouncedValue } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { asProblem } from "@/api/problem";
import { TextField } from "@/shared/ui/inputs";
import { Segments } from "@/shared/ui/segments";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import { useSizes } from "../api";
import { type Draft, goalOf, isShare } from "../planning";
import classes from "./planning.module.css";
import { Sizes } from "./sizes";

type Errors = Readonly<Record<string, string[]>>;

const kinds = [
  { value: "proportion", label: "A rate" },
  { value: "mean", label: "A mean" },
] as const;
const questions = [
  { value: "mde", label: "See an effect" },
  { value: "margin", label: "Show no harm" },
  { value: "users", label: "Users I have" },
] as const;
const effects = [
  { value: "relative", label: "Relative" },
  { value: "absolute", label: "Absolute" },
] as const;

interface Part {
  draft: Draft;
  errors: Errors;
  change: (changes: Partial<Draft>) => void;
}

function NumberOf({
  name,
  field,
  label,
  hint,
  draft,
  errors,
  change,
}: Part & { name: keyof Draft; field: string; label: string; hint?: string }): ReactNode {
  return (
    <TextField
      label={label}
      hint={hint}
      type="number"
      min={0}
      step="any"
      value={draft[name]}
      error={errors[field]?.join(" ")}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
    />
  );
}

function amountLabel({ question, effect, kind }: Draft): string {
  if (question === "users") return "Users in all";
  const what = question === "mde" ? "Smallest effect" : "Margin";
  if (effect === "relative") return `${what}, %`;
  return kind === "proportion" ? `${what}, points` : what;
}

function Amounts(part: Part): ReactNode {
  const { draft } = part;
  const isRate = draft.kind === "proportion";
  return (
    <div className={classes.fields}>
      <NumberOf {...part} name="baseline" field="baseline" label={isRate ? "Rate today, %" : "Mean today"} />
      {!isRate && (
        <NumberOf {...part} name="deviation" field="standard_deviation" label="Standard deviation" />
      )}
      <NumberOf {...part} name="amount" field={draft.question} label={amountLabel(draft)} />
      <NumberOf {...part} name="usersPerDay" field="users_per_day" label="Users a day" hint="For the days" />
      <NumberOf {...part} name="traffic" field="traffic_share" label="Of them enter, %" />
    </div>
  );
}

function Finer(part: Part): ReactNode {
  return (
    <details className={classes.finer}>
      <summary>Variants, error rates, number of metrics</summary>
      <div className={classes.fields}>
        <NumberOf {...part} name="variants" field="shares" label="Variants, control included" />
        <NumberOf {...part} name="alpha" field="alpha" label="False alarms, % (α)" />
        <NumberOf {...part} name="power" field="power" label="Power, %" />
        <NumberOf
          {...part}
          name="successes"
          field="success_metrics"
          label="Primary metrics"
          hint="Share the false alarms"
        />
        <NumberOf
          {...part}
          name="guardrails"
          field="guardrails"
          label="Guardrails"
          hint="All must hold, so power is raised"
        />
      </div>
    </details>
  );
}

/** How many users a test needs and for how many days, looked at once or on any day. */
export function PlanningPanel({ initial }: { initial: Draft }): ReactNode {
  const [draft, setDraft] = useState(initial);
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  const [settled] = useDebouncedValue(draft, 250);
  const goal = goalOf(settled);
  const { data, error, isPending } = useSizes(goal);
  const errors = goal && error ? asProblem(error).fields : {};
  const part = { draft, errors, change };
  const isShown = goal !== null && !error;
  return (
    <div className={classes.panel}>
      <div className={classes.switches}>
        <Segments
          label="Question"
          options={questions}
          value={draft.question}
          onChange={(question) =>
            change({ question, ...(isShare({ ...draft, question }) !== isShare(draft) && { amount: "" }) })
          }
        />
        <Segments
          label="Measured is"
          options={kinds}
          value={draft.kind}
          onChange={(kind) => change({ kind })}
        />
        {draft.question !== "users" && (
          <Segments
            label="Effect as"
            options={effects}
            value={draft.effect}
            onChange={(effect) => change({ effect })}
          />
        )}
      </div>
      <Amounts {...part} />
      <Finer {...part} />
      <div aria-live="polite" className={classes.answer} data-asked={goal !== null || undefined}>
        {goal === null && <p className="three">Fill in the numbers above.</p>}
        {goal && error && <ProblemLine error={error} />}
        {goal && isPending && !error && <Skeleton rows={2} />}
        {isShown && data && <Sizes plans={data.plans} draft={settled} />}
      </div>
    </div>
  );
}
