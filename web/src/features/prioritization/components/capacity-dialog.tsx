import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { usePatch } from "@/shared/records/use-record";
import { Button } from "@/shared/ui/button";
import { TextField } from "@/shared/ui/inputs";
import { Segments } from "@/shared/ui/segments";
import { roundKey } from "../api";
import { type Head, scoringRound } from "../kinds";
import classes from "./raters.module.css";

type By = "weeks" | "count";

/** How much can be taken on: in team-weeks, or as a number of candidates. */
export function CapacityDialog({ head, onClose }: { head: Head; onClose: () => void }): ReactNode {
  const { scoring_round: round } = head;
  const patch = usePatch(scoringRound);
  const client = useQueryClient();
  const [by, setBy] = useState<By>(
    round.capacity_weeks === null && round.capacity_count !== null ? "count" : "weeks",
  );
  const [amount, setAmount] = useState(String(round.capacity_weeks ?? round.capacity_count ?? ""));
  const [busy, setBusy] = useState(false);
  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const value = amount.trim() === "" ? null : Number(amount);
    const changes = {
      capacity_weeks: by === "weeks" ? value : null,
      capacity_count: by === "count" ? value : null,
    };
    const saved = await patch(round, changes);
    await client.invalidateQueries({ queryKey: roundKey(round.id) });
    setBusy(false);
    if (saved) onClose();
  }
  return (
    <Modal opened onClose={onClose} title="Change capacity" size="var(--dialog-width)">
      <form className="stack" onSubmit={(event) => void save(event)}>
        <Segments<By>
          label="Counted in"
          options={[
            { value: "weeks", label: "Team-weeks" },
            { value: "count", label: "Candidates" },
          ]}
          value={by}
          onChange={setBy}
        />
        <TextField
          label={by === "weeks" ? "Capacity in team-weeks" : "Capacity in candidates"}
          hint="Left empty, there is no cut line. What was said no to takes no capacity."
          type="number"
          min={0}
          step={by === "weeks" ? "any" : 1}
          data-autofocus
          value={amount}
          onChange={(event) => setAmount(event.currentTarget.value)}
        />
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy}>
            Save capacity
          </Button>
        </div>
      </form>
    </Modal>
  );
}
