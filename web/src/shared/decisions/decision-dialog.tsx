import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { api, unwrap } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";
import type { components } from "@/api/schema";
import { todayIn } from "@/shared/format/dates";
import { type Named, NodePicker } from "@/shared/graph/node-picker";
import { useHere, usePeople, useTimeZone } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { SelectField, TextArea } from "@/shared/ui/inputs";
import { Segments } from "@/shared/ui/segments";
import type { Verdict } from "@/shared/ui/state-glyph";
import { toast } from "@/shared/ui/toasts";
import { AnswersField } from "./answers-field";
import classes from "./decision-dialog.module.css";
import { type TriggerDraft, toTrigger } from "./trigger-draft";
import { TriggerFields } from "./trigger-fields";
import { type ReasonCode, reasonsFor, verdicts } from "./words";

type Schemas = components["schemas"];
type DecisionOut = Schemas["DecisionOut"];

interface Props {
  subject: Named;
  initial?: Verdict;
  onClose: () => void;
  onRecorded?: (decision: DecisionOut) => void;
}

const prompts: Record<Verdict, string> = {
  yes: "What makes this worth doing now, in words that hold in a year.",
  not_now: "What would have to change, in words that whoever asked can be sent.",
  no: "Why not, in words that whoever asked can be sent.",
  merge_into: "Why the two are one, in words that whoever asked can be sent.",
};

/** Kinds that a record is never merged into. */
const notMergeable = new Set(["decision", "scoring_model", "scoring_round"]);

interface Draft {
  verdict: Verdict;
  into: Named | null;
  code: ReasonCode | "";
  reason: string;
  owner: string;
  answers: readonly Named[];
  triggers: readonly TriggerDraft[];
}

function dayAfter(today: string): string {
  const next = new Date(`${today}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

/** A reason that does not fit the new verdict is asked for again. */
function withVerdict(draft: Draft, verdict: Verdict): Draft {
  const fits = reasonsFor(verdict).some((each) => each.value === draft.code);
  return { ...draft, verdict, code: fits ? draft.code : "" };
}

function isComplete({ verdict, into, code, reason }: Draft): boolean {
  return Boolean(code && reason.trim() && (verdict !== "merge_into" || into));
}

function toDecision(subject: Named, draft: Draft, code: ReasonCode): Schemas["DecisionIn"] {
  return {
    subject_id: subject.id,
    verdict: draft.verdict,
    merged_into_id: draft.verdict === "merge_into" ? (draft.into?.id ?? null) : null,
    reason_code: code,
    reason: draft.reason,
    owner_id: draft.owner || null,
    answers_ids: draft.answers.map((each) => each.id),
    triggers: draft.triggers.map(toTrigger),
  };
}

function useRecording({ subject, onClose, onRecorded }: Props) {
  const client = useQueryClient();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  async function record(draft: Draft): Promise<void> {
    if (!draft.code) return;
    setBusy(true);
    setProblem(null);
    try {
      const body = toDecision(subject, draft, draft.code);
      const made = await unwrap(api.POST("/api/prioritization/decisions", { body }));
      await Promise.all([
        client.invalidateQueries({ queryKey: ["records"] }),
        client.invalidateQueries({ queryKey: ["node"] }),
      ]);
      toast({ message: `${made.key} recorded: ${made.title}` });
      onClose();
      onRecorded?.(made);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  }

  return { problem, busy, record };
}

/** Yes, not now, no or merge into, with its reason. Score and evidence are kept with it as they stand today. */
export function DecisionDialog(props: Props): ReactNode {
  const { subject, initial = "yes", onClose } = props;
  const people = usePeople();
  const today = todayIn(useTimeZone());
  const { membership } = useHere();
  const { problem, busy, record } = useRecording(props);
  const [draft, setDraft] = useState<Draft>({
    verdict: initial,
    into: null,
    code: "",
    reason: "",
    owner: membership.id,
    answers: [],
    triggers: [],
  });
  const set = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  const errorOf = (name: string) => problem?.fields[name]?.join(" ");

  function save(event: FormEvent): void {
    event.preventDefault();
    void record(draft);
  }

  return (
    <Modal opened onClose={onClose} title="Record decision" size="var(--dialog-width)">
      <form className="stack" onSubmit={save}>
        <p className="body">
          <span className="mono three">{subject.key}</span> <b>{subject.title}</b>
        </p>
        <Segments
          label="Decision"
          options={verdicts}
          value={draft.verdict}
          onChange={(verdict) => setDraft((before) => withVerdict(before, verdict))}
        />
        {draft.verdict === "merge_into" && (
          <NodePicker
            label="Goes into"
            prompt="Choose the record that takes it in"
            value={draft.into}
            first={subject.kind}
            leaves={(node) => node.id === subject.id || notMergeable.has(node.kind)}
            error={errorOf("merged_into_id")}
            hint="What speaks for this record speaks for the other one from now on."
            onPick={(into) => set({ into })}
          />
        )}
        <SelectField
          label="Reason"
          options={reasonsFor(draft.verdict)}
          none="Choose the kind of reason"
          required
          value={draft.code}
          error={errorOf("reason_code")}
          onChange={(event) => set({ code: event.currentTarget.value as ReasonCode | "" })}
        />
        <TextArea
          label="In words"
          hint={prompts[draft.verdict]}
          rows={4}
          required
          maxLength={5000}
          value={draft.reason}
          error={errorOf("reason")}
          onChange={(event) => set({ reason: event.currentTarget.value })}
        />
        <SelectField
          label="Owner"
          options={people.map((person) => ({ value: person.id, label: person.name }))}
          value={draft.owner}
          error={errorOf("owner_id")}
          onChange={(event) => set({ owner: event.currentTarget.value })}
        />
        <TriggerFields
          drafts={draft.triggers}
          subject={subject}
          earliest={dayAfter(today)}
          problem={problem}
          onChange={(triggers) => set({ triggers })}
        />
        <AnswersField
          answers={draft.answers}
          error={errorOf("answers_ids")}
          onChange={(answers) => set({ answers })}
        />
        <p className="small three">
          Score and evidence are kept as they stand now. A decision is not edited; a later one supersedes it.
        </p>
        {problem && (
          <p className="worse" role="alert">
            {Object.keys(problem.fields).length === 0
              ? problem.message
              : `Nothing is recorded yet: ${problem.title}`}
          </p>
        )}
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy} disabled={!isComplete(draft)}>
            Record decision
          </Button>
        </div>
      </form>
    </Modal>
  );
}
