import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { Button } from "@/shared/ui/button";
import { TextField } from "@/shared/ui/inputs";
import { planWeights } from "../api";
import type { Split } from "../kinds";
import classes from "./readout.module.css";

/** The shares that the variants were meant to get: what was planned, not what came of it. */
export function SplitDialog({
  experimentId,
  split,
  onClose,
}: {
  experimentId: string;
  split: Split;
  onClose: () => void;
}): ReactNode {
  const client = useQueryClient();
  const [weights, setWeights] = useState(() =>
    Object.fromEntries(split.arms.map((arm) => [arm.variant, String(arm.weight)])),
  );
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    try {
      const numbers = Object.entries(weights).map(([variant, text]) => [variant, Number(text)] as const);
      await planWeights(experimentId, Object.fromEntries(numbers));
      await client.invalidateQueries({ queryKey: ["node", experimentId] });
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title="Planned split" size="var(--dialog-width)">
      <form className="stack" onSubmit={(event) => void save(event)}>
        <p className="two">
          The shares that were meant, relative to one another: 1 and 1, or 90 and 10. A variant with 0 is left
          out of the check.
        </p>
        <div className={classes.choices}>
          {Object.entries(weights).map(([variant, weight]) => (
            <TextField
              key={variant}
              label={variant}
              type="number"
              min={0}
              step="any"
              required
              value={weight}
              onChange={(event) => setWeights({ ...weights, [variant]: event.currentTarget.value })}
            />
          ))}
        </div>
        {problem && (
          <p role="alert" className="worse">
            {problem.title} {Object.values(problem.fields).flat().join(" ")}
          </p>
        )}
        <div className={classes.end}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy}>
            Save split
          </Button>
        </div>
      </form>
    </Modal>
  );
}
