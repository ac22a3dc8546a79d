import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { Button } from "@/shared/ui/button";
import { TextArea } from "@/shared/ui/inputs";
import { toast } from "@/shared/ui/toasts";
import { changeState } from "../api";
import type { Initiative } from "../kinds";
import { type Move, verbOf } from "../words";
import { Checks } from "./checks";
import classes from "./initiative.module.css";

interface Props {
  initiative: Initiative;
  move: Move;
  moves: readonly Move[];
  onChoose: (move: Move) => void;
  onClose: () => void;
}

const refusals: Record<string, string> = {
  win: "This cannot be called a win yet.",
  default: "The gate is not met yet.",
};

/** A step that asks for a reason, or whose gate refuses and says why. Going on anyway shows one's name. */
export function MoveDialog({ initiative, move, moves, onChoose, onClose }: Props): ReactNode {
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [override, setOverride] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const instead = move.outcome === "win" ? moves.find((each) => each.outcome === "redirect") : undefined;
  const verb = verbOf(initiative.state, move);
  const isReady = (!move.needs_reason || reason.trim()) && (move.is_open || override.trim());

  async function go(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await changeState(initiative.id, {
        version: initiative.version,
        to: move.to,
        outcome: move.outcome,
        reason,
        override_reason: override,
      });
      await client.invalidateQueries({ queryKey: ["records", "initiative"] });
      await client.invalidateQueries({ queryKey: ["node"] });
      toast({ message: `${initiative.key}: ${verb.toLowerCase()}, recorded` });
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title={verb} size="var(--dialog-width)">
      <form className="stack" onSubmit={(event) => void go(event)}>
        <p className="body">
          <span className="mono three">{initiative.key}</span> <b>{initiative.title}</b>
        </p>
        {!move.is_open && (
          <div className={classes.refusal} role="status">
            <p className="strong">{refusals[move.outcome ?? "default"] ?? refusals.default}</p>
            <Checks checks={move.checks} />
            {instead && (
              <Button size="small" icon="redirect" onClick={() => onChoose(instead)}>
                Close as a redirect instead
              </Button>
            )}
          </div>
        )}
        {move.is_open && move.checks.length > 0 && <Checks checks={move.checks} />}
        {move.needs_reason && (
          <TextArea
            label="Reason"
            hint="Kept with the record and read by whoever asks in a year"
            rows={3}
            required
            maxLength={5000}
            value={reason}
            error={problem?.fields.reason?.join(" ")}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        {!move.is_open && (
          <TextArea
            label="Go on anyway, because"
            hint="An override shows your name and what was missing"
            rows={2}
            maxLength={2000}
            value={override}
            onChange={(event) => setOverride(event.currentTarget.value)}
          />
        )}
        {problem && Object.keys(problem.fields).length === 0 && (
          <p className="worse" role="alert">
            {problem.message}
          </p>
        )}
        <div className={classes.end}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy} disabled={!isReady}>
            {move.is_open ? verb : "Override and record"}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
