import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { usePeople } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { SelectField, TextField } from "@/shared/ui/inputs";
import { raiseMatter } from "../api";
import type { MatterSort } from "../kinds";
import classes from "./pulse.module.css";

const nothing = { words: "", owner_id: "", due_on: "" };

/** One line, an owner, a day: what is on the ledger stays on every Pulse until it is closed. */
export function RaiseMatter({ sort }: { sort: MatterSort }): ReactNode {
  const client = useQueryClient();
  const people = usePeople();
  const [values, setValues] = useState<typeof nothing | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (!values)
    return (
      <Button
        className={`${classes.add} no-print`}
        size="small"
        look="quiet"
        icon="plus"
        onClick={() => setValues(nothing)}
      >
        Add {sort === "concern" ? "a concern" : "an action"}
      </Button>
    );
  const set = (changed: Partial<typeof nothing>) => setValues({ ...values, ...changed });

  async function save(event: FormEvent, given: typeof nothing): Promise<void> {
    event.preventDefault();
    try {
      await raiseMatter(client, {
        sort,
        words: given.words.trim(),
        owner_id: given.owner_id || null,
        due_on: given.due_on || null,
      });
      setValues(null);
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
  }

  return (
    <form className={classes.raise} onSubmit={(event) => void save(event, values)}>
      <TextField
        label={sort === "concern" ? "Concern" : "Action"}
        maxLength={500}
        required
        autoFocus
        value={values.words}
        error={problem?.message}
        onChange={(event) => set({ words: event.currentTarget.value })}
      />
      <SelectField
        label="Owner"
        none="Nobody yet"
        options={people.map((each) => ({ value: each.id, label: each.name }))}
        value={values.owner_id}
        onChange={(event) => set({ owner_id: event.currentTarget.value })}
      />
      <TextField
        label="Due"
        type="date"
        value={values.due_on}
        onChange={(event) => set({ due_on: event.currentTarget.value })}
      />
      <span className={classes.end}>
        <Button size="large" onClick={() => setValues(null)}>
          Cancel
        </Button>
        <Button size="large" look="primary" type="submit" disabled={!values.words.trim()}>
          Add
        </Button>
      </span>
    </form>
  );
}
