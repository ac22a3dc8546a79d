import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import type { RecordOut } from "@/api/types";
import { useMay } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { TextArea } from "@/shared/ui/inputs";
import { toast } from "@/shared/ui/toasts";
import { type ResolutionIn, resolvePrediction } from "../api";
import type { Prediction } from "../kinds";
import { outcomes } from "../words";
import classes from "./forecasts.module.css";

function ResolveDialog({ record, onClose }: { record: RecordOut; onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<ResolutionIn["outcome"] | null>(null);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  async function resolve(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!outcome) return;
    setBusy(true);
    try {
      await resolvePrediction(client, record.id, { outcome, reason: reason.trim() });
      toast({ message: `${record.key} resolved` });
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title="Resolve" size="var(--dialog-width)">
      <form className={classes.form} onSubmit={(event) => void resolve(event)}>
        <p className="strong">{record.title}</p>
        <div className={classes.choices} role="radiogroup" aria-label="Outcome">
          {outcomes.map(({ value, label, hint }) => (
            <label key={value} className={classes.choice} data-on={outcome === value || undefined}>
              <input
                type="radio"
                name="outcome"
                checked={outcome === value}
                onChange={() => setOutcome(value)}
              />
              <span>
                <span className="strong">{label}</span>
                <span className="small three"> {hint}</span>
              </span>
            </label>
          ))}
        </div>
        <TextArea
          label="What shows it"
          hint="A resolution is final. Say where the figure comes from, so that nobody has to ask."
          rows={3}
          required
          value={reason}
          error={problem?.fields.reason?.join(" ")}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {problem && Object.keys(problem.fields).length === 0 && (
          <p className="worse" role="alert">
            {problem.message}
          </p>
        )}
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy} disabled={!outcome || !reason.trim()}>
            Resolve for good
          </Button>
        </div>
      </form>
    </Modal>
  );
}

export default function ResolveButton({ record }: { record: RecordOut }): ReactNode {
  const may = useMay();
  const [open, setOpen] = useState(false);
  const { state } = record as Prediction;
  if (!may.write || record.archived_at || state === "resolved") return null;
  return (
    <>
      <Button look={state === "due" ? "primary" : "default"} icon="check" onClick={() => setOpen(true)}>
        Resolve
      </Button>
      {open && <ResolveDialog record={record} onClose={() => setOpen(false)} />}
    </>
  );
}
