import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { api, unwrap } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";
import type { NodeRef } from "@/api/types";
import { todayIn } from "@/shared/format/dates";
import { useHere, usePeople, useTimeZone } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { SelectField, TextArea, TextField } from "@/shared/ui/inputs";
import { Segments } from "@/shared/ui/segments";
import type { Verdict } from "@/shared/ui/state-glyph";
import { toast } from "@/shared/ui/toasts";
import classes from "./decision-dialog.module.css";
import { type ReasonCode, reasons, verdicts } from "./words";

interface Props {
  subject: Pick<NodeRef, "id" | "key" | "title">;
  initial?: Verdict;
  onClose: () => void;
}

const prompts: Record<Verdict, string> = {
  yes: "What makes this worth doing now, in words that hold in a year.",
  not_now: "What would have to change, in words that whoever asked can be sent.",
  no: "Why not, in words that whoever asked can be sent.",
};

function afterTomorrow(zone: string): string {
  const next = new Date(`${todayIn(zone)}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

/** Yes, not now or no, with its reason. Score and evidence are kept with it as they stand today. */
export function DecisionDialog({ subject, initial = "yes", onClose }: Props): ReactNode {
  const client = useQueryClient();
  const people = usePeople();
  const zone = useTimeZone();
  const { membership } = useHere();
  const [verdict, setVerdict] = useState<Verdict>(initial);
  const [code, setCode] = useState<ReasonCode | "">("");
  const [reason, setReason] = useState("");
  const [owner, setOwner] = useState(membership.id);
  const [revisit, setRevisit] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const fitting = reasons.filter((each) => each.fits.includes(verdict));

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!code) return;
    setBusy(true);
    setProblem(null);
    try {
      const made = await unwrap(
        api.POST("/api/prioritization/decisions", {
          body: {
            subject_id: subject.id,
            verdict,
            reason_code: code,
            reason,
            owner_id: owner || null,
            revisit_on: verdict === "yes" || !revisit ? null : revisit,
          },
        }),
      );
      await Promise.all([
        client.invalidateQueries({ queryKey: ["records"] }),
        client.invalidateQueries({ queryKey: ["node"] }),
      ]);
      toast({ message: `${made.key} recorded: ${made.title}` });
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title="Record decision" size="var(--dialog-width)">
      <form className="stack" onSubmit={(event) => void save(event)}>
        <p className="body">
          <span className="mono three">{subject.key}</span> <b>{subject.title}</b>
        </p>
        <Segments
          label="Decision"
          options={verdicts}
          value={verdict}
          onChange={(next) => {
            setVerdict(next);
            if (!reasons.some((each) => each.value === code && each.fits.includes(next))) setCode("");
          }}
        />
        <SelectField
          label="Reason"
          options={fitting}
          none="Choose the kind of reason"
          required
          value={code}
          error={problem?.fields.reason_code?.join(" ")}
          onChange={(event) => setCode(event.currentTarget.value as ReasonCode | "")}
        />
        <TextArea
          label="In words"
          hint={prompts[verdict]}
          rows={4}
          required
          maxLength={5000}
          value={reason}
          error={problem?.fields.reason?.join(" ")}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className={classes.pair}>
          <SelectField
            label="Owner"
            options={people.map((person) => ({ value: person.id, label: person.name }))}
            value={owner}
            onChange={(event) => setOwner(event.currentTarget.value)}
          />
          {verdict !== "yes" && (
            <TextField
              label="Look again on"
              type="date"
              min={afterTomorrow(zone)}
              hint="The owner is asked on that day"
              value={revisit}
              error={problem?.fields.revisit_on?.join(" ")}
              onChange={(event) => setRevisit(event.currentTarget.value)}
            />
          )}
        </div>
        <p className="small three">
          Score and evidence are kept as they stand now. A decision is not edited; a later one supersedes it.
        </p>
        {problem && Object.keys(problem.fields).length === 0 && (
          <p className="worse" role="alert">
            {problem.message}
          </p>
        )}
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy} disabled={!code || !reason.trim()}>
            Record decision
          </Button>
        </div>
      </form>
    </Modal>
  );
}
