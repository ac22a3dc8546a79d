import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { records } from "@/api/records";
import type { NewRecordProps } from "@/shared/records/kind";
import { Button } from "@/shared/ui/button";
import { SelectField, TextField } from "@/shared/ui/inputs";
import { ProblemLine } from "@/shared/ui/states";
import { scoringModel } from "../kinds";
import { emptyDraft, readyModels, toModel } from "../model-draft";
import { ModelFields } from "./model-fields";
import classes from "./model-fields.module.css";

/** A new model: one of the ready ones under a name of one's own, or a formula. */
export default function ModelDialog({ initial, links, onClose, onCreated }: NewRecordProps): ReactNode {
  const [title, setTitle] = useState(initial.title ?? "");
  const [ready, setReady] = useState("");
  const [draft, setDraft] = useState(emptyDraft);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  async function create(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const body = ready ? { title, formula: ready } : toModel(draft, title);
      onCreated(await records.create(scoringModel, { ...body, links }));
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title="New scoring model" size="var(--dialog-width)">
      <form className="stack" onSubmit={(event) => void create(event)}>
        <TextField
          label="Title"
          required
          maxLength={300}
          data-autofocus
          value={title}
          error={problem?.fields.title?.join(" ")}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <SelectField
          label="Model"
          none="A formula of your own"
          options={readyModels}
          value={ready}
          onChange={(event) => setReady(event.currentTarget.value)}
        />
        {!ready && <ModelFields draft={draft} problem={problem} onChange={setDraft} />}
        {problem && Object.keys(problem.fields).length === 0 && <ProblemLine error={problem} />}
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            type="submit"
            busy={busy}
            disabled={!title.trim() || (!ready && !draft.formula.trim())}
          >
            Create scoring model
          </Button>
        </div>
      </form>
    </Modal>
  );
}
