import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { formatNumber } from "@/shared/format/format";
import { Button } from "@/shared/ui/button";
import { TextArea, TextField } from "@/shared/ui/inputs";
import { toast } from "@/shared/ui/toasts";
import { checkIn } from "../api";
import type { KeyResult } from "../kinds";
import { confidenceWord, formatShare } from "../words";
import classes from "./check-in.module.css";

/** Where the number stands, how sure its people are, and why. Three answers, and done. */
export function CheckInDialog({
  keyResult,
  onClose,
}: {
  keyResult: KeyResult;
  onClose: () => void;
}): ReactNode {
  const client = useQueryClient();
  const [value, setValue] = useState(String(keyResult.current));
  const [confidence, setConfidence] = useState(keyResult.confidence ?? 0.5);
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const number = Number(value.replace(",", "."));
  const isNumber = value.trim() !== "" && Number.isFinite(number);
  const unit = keyResult.unit || undefined;

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    try {
      await checkIn(client, keyResult.id, { value: number, confidence, note });
      toast({ message: `${keyResult.key} checked in at ${formatNumber(number, { unit })}` });
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title="Check in" size="var(--dialog-width)">
      <form className={classes.form} onSubmit={(event) => void save(event)}>
        <p className="strong">{keyResult.title}</p>
        <TextField
          label={unit ? `Value now, ${unit}` : "Value now"}
          hint={`From ${formatNumber(keyResult.baseline)} to ${formatNumber(keyResult.target, { unit })}; last ${formatNumber(keyResult.current, { unit })}`}
          inputMode="decimal"
          data-autofocus
          required
          value={value}
          error={problem?.fields.value?.join(" ")}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <label className={classes.sure}>
          <span className="row spread">
            <span className="small two">Confidence</span>
            <span className="tn strong">
              {formatShare(confidence)} <span className="two">{confidenceWord(confidence)}</span>
            </span>
          </span>
          <input
            type="range"
            min={0}
            max={1}
            step={0.05}
            value={confidence}
            onChange={(event) => setConfidence(Number(event.currentTarget.value))}
          />
          <span className="row spread small three" aria-hidden="true">
            <span>will miss</span>
            <span>even odds</span>
            <span>will reach</span>
          </span>
        </label>
        <TextArea
          label="What moved it, or what is in the way"
          rows={3}
          value={note}
          error={problem?.fields.note?.join(" ")}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {problem && Object.keys(problem.fields).length === 0 && (
          <p className="worse" role="alert">
            {problem.message}
          </p>
        )}
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy} disabled={!isNumber}>
            Check in
          </Button>
        </div>
      </form>
    </Modal>
  );
}
