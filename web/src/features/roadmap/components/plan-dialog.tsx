import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem } from "@/api/problem";
import { useTeams } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { CheckField, SelectField, TextField } from "@/shared/ui/inputs";
import { type Plan, useProposePlan } from "../plans-api";
import { type Horizon, horizons } from "../words";
import initiative from "./initiative.module.css";
import classes from "./plan.module.css";

/** What to put in sequence: which horizons, whose work, from when, whole or slice by slice. */
export function PlanDialog({
  onProposed,
  onClose,
}: {
  onProposed: (plan: Plan) => void;
  onClose: () => void;
}): ReactNode {
  const teams = useTeams();
  const [chosen, setChosen] = useState<readonly Horizon[]>(horizons.map(({ value }) => value));
  const [team, setTeam] = useState("");
  const [from, setFrom] = useState("");
  const [inSlices, setInSlices] = useState(false);
  const { mutateAsync, isPending, error } = useProposePlan();
  const problem = error ? asProblem(error) : null;

  function toggle(horizon: Horizon, isIn: boolean): void {
    setChosen(isIn ? [...chosen, horizon] : chosen.filter((each) => each !== horizon));
  }

  async function propose(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      const wish = { horizons: [...chosen], team_ids: team ? [team] : [], with_slices: inSlices };
      onProposed(await mutateAsync({ ...wish, from_on: from || null }));
    } catch {
      // The refusal is shown in the form, and what was chosen stays.
    }
  }

  return (
    <Modal opened onClose={onClose} title="Propose a sequence" size="var(--dialog-width)">
      <form className="stack" onSubmit={(event) => void propose(event)}>
        <fieldset className={classes.horizons}>
          <legend className="small three">Horizons</legend>
          {horizons.map(({ value, label }) => (
            <CheckField
              key={value}
              label={label}
              checked={chosen.includes(value)}
              onChange={(event) => toggle(value, event.currentTarget.checked)}
            />
          ))}
        </fieldset>
        {teams.length > 0 && (
          <SelectField
            label="Team"
            none="Every team"
            options={teams.map(({ id, name }) => ({ value: id, label: name }))}
            value={team}
            onChange={(event) => setTeam(event.currentTarget.value)}
          />
        )}
        <TextField
          type="date"
          label="From"
          hint="Today, unless you say another day"
          min="1970-01-01"
          max="8999-12-31"
          value={from}
          error={problem?.fields.from_on?.join(" ")}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <CheckField
          label="Slice by slice"
          hint="A slice that brings much for little may come before the rest of its initiative."
          checked={inSlices}
          onChange={(event) => setInSlices(event.currentTarget.checked)}
        />
        {problem && (
          <p className="worse" role="alert">
            {problem.message}
          </p>
        )}
        <div className={initiative.end}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={isPending} disabled={chosen.length === 0}>
            Propose
          </Button>
        </div>
      </form>
    </Modal>
  );
}
