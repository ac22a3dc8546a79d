import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import type { WorkspaceOut } from "@/api/types";
import { workspace } from "@/api/workspace";
import { useMay, useWorkspace } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { Button } from "@/shared/ui/button";
import { SelectField, TextField } from "@/shared/ui/inputs";
import { ProblemLine } from "@/shared/ui/states";
import { toast, toastProblem } from "@/shared/ui/toasts";
import classes from "../settings.module.css";

const weekStarts = [
  { value: "monday", label: "Monday" },
  { value: "sunday", label: "Sunday" },
  { value: "saturday", label: "Saturday" },
] as const;

interface Values {
  name: string;
  currency: string;
  timezone: string;
  week_start: (typeof weekStarts)[number]["value"];
  hourly_cost: string;
}

function weekStart(value: string): Values["week_start"] {
  return weekStarts.find((each) => each.value === value)?.value ?? "monday";
}

function valuesOf(here: WorkspaceOut): Values {
  const { name, currency, timezone, week_start } = here;
  return {
    name,
    currency,
    timezone,
    week_start: weekStart(week_start),
    hourly_cost: String(here.hourly_cost),
  };
}

function timeZones(current: string): { value: string; label: string }[] {
  const all = new Set([current, "UTC", ...Intl.supportedValuesOf("timeZone")]);
  return [...all].map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
}

export default function GeneralPage(): ReactNode {
  const here = useWorkspace();
  const may = useMay();
  const client = useQueryClient();
  const [values, setValues] = useState(() => valuesOf(here));
  const [problem, setProblem] = useState<Problem | null>(null);
  const was = valuesOf(here);
  const changed = JSON.stringify(values) !== JSON.stringify(was);
  const set = (change: Partial<Values>) => setValues((before) => ({ ...before, ...change }));
  const errorOf = (name: string) => problem?.fields[name]?.join(" ");

  async function put(next: Values): Promise<void> {
    await workspace.patch(next);
    await client.invalidateQueries({ queryKey: ["me"] });
  }

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    try {
      await put(values);
      const undo = () => void put(was).then(() => setValues(was), toastProblem);
      toast({ message: "Settings saved", undo });
    } catch (error) {
      setProblem(asProblem(error));
    }
  }

  return (
    <PracticePage practice="settings" title="Settings">
      <form className={classes.form} onSubmit={(event) => void save(event)}>
        <fieldset
          disabled={!may.administer}
          className={classes.form}
          style={{ border: 0, padding: 0, margin: 0 }}
        >
          <TextField
            label="Name"
            required
            value={values.name}
            error={errorOf("name")}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <SelectField
            label="Time zone"
            hint="Every date and every due trigger is read in it."
            options={timeZones(values.timezone)}
            value={values.timezone}
            error={errorOf("timezone")}
            onChange={(event) => set({ timezone: event.currentTarget.value })}
          />
          <SelectField
            label="Week starts on"
            options={weekStarts}
            value={values.week_start}
            onChange={(event) => set({ week_start: weekStart(event.currentTarget.value) })}
          />
          <div className={classes.pair}>
            <TextField
              label="Currency"
              maxLength={3}
              value={values.currency}
              error={errorOf("currency")}
              onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
            />
            <TextField
              label="Cost of an hour of work"
              inputMode="decimal"
              value={values.hourly_cost}
              error={errorOf("hourly_cost")}
              onChange={(event) => set({ hourly_cost: event.currentTarget.value })}
            />
          </div>
          {problem && Object.keys(problem.fields).length === 0 && <ProblemLine error={problem} />}
          {may.administer && (
            <div className={classes.actions}>
              <Button look="primary" type="submit" disabled={!changed}>
                Save settings
              </Button>
              {changed && <Button onClick={() => setValues(was)}>Discard</Button>}
            </div>
          )}
        </fieldset>
      </form>
    </PracticePage>
  );
}
