import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "@/shared/ui/button";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { giveProbability } from "../api";
import { formatProbability } from "../words";
import classes from "./forecasts.module.css";

/** One's own probability, given or changed. */
export function GiveProbability({ id, mine }: { id: string; mine: number | null }): ReactNode {
  const client = useQueryClient();
  const [value, setValue] = useState(mine ?? 0.5);
  const [busy, setBusy] = useState(false);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    try {
      await giveProbability(client, id, value);
      toast({ message: `Your probability is ${formatProbability(value)}` });
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className={classes.give} onSubmit={(event) => void save(event)}>
      <label className="grow">
        <span className="row spread">
          <span className="small two">Your probability</span>
          <b className="tn">{formatProbability(value)}</b>
        </span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={value}
          onChange={(event) => setValue(Number(event.currentTarget.value))}
        />
      </label>
      <Button
        type="submit"
        look={mine === null ? "primary" : "default"}
        busy={busy}
        disabled={value === mine}
      >
        {mine === null ? "Give probability" : "Change it"}
      </Button>
    </form>
  );
}
