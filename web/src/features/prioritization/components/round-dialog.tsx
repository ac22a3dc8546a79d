import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { records } from "@/api/records";
import type { NewRecordProps } from "@/shared/records/kind";
import { errorOf, NewRecordForm } from "@/shared/records/new-record-form";
import { recordKeys } from "@/shared/records/use-record";
import { CheckField, SelectField, TextArea, TextField } from "@/shared/ui/inputs";
import { type ScoringModel, scoringModel, scoringRound } from "../kinds";
import { emptyDraft, readyModels, toModel } from "../model-draft";
import { ModelFields } from "./model-fields";
import classes from "./model-fields.module.css";

const own = "own";

interface Draft {
  title: string;
  body: string;
  /** A model that is there by its id, a ready one by its key, or one of one's own. */
  model: string;
  byColumn: boolean;
  due: string;
  weeks: string;
  count: string;
}

const empty: Draft = { title: "", body: "", model: "", byColumn: false, due: "", weeks: "", count: "" };

function useModels() {
  const { data } = useQuery({
    queryKey: [...recordKeys.kind(scoringModel), "choices"],
    queryFn: ({ signal }) => records.list<ScoringModel>(scoringModel, { limit: 100 }, signal),
  });
  const known = (data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }));
  const taken = new Set((data?.items ?? []).map(({ formula }) => formula));
  const ready = readyModels.filter(({ value }) => value !== "wsjf" && !taken.has(value));
  return [...known, ...ready, { value: own, label: "A formula of your own…" }];
}

const isReady = (model: string) => readyModels.some(({ value }) => value === model);
const amount = (typed: string) => (typed.trim() === "" ? null : Number(typed));

/** A new round: what it is about, by which model, how it is scored, and how much can be taken on. */
export default function RoundDialog({ initial, links, onClose, onCreated }: NewRecordProps): ReactNode {
  const [draft, setDraft] = useState<Draft>({ ...empty, title: initial.title ?? "" });
  const [model, setModel] = useState(emptyDraft);
  const models = useModels();
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));

  async function modelId(): Promise<string | null> {
    if (draft.model === "") return null;
    if (draft.model !== own && !isReady(draft.model)) return draft.model;
    const label = readyModels.find(({ value }) => value === draft.model)?.label;
    const body = label ? { title: label, formula: draft.model } : toModel(model, "");
    const made = await records.create(scoringModel, body);
    set({ model: made.id });
    return made.id;
  }

  async function create(): Promise<void> {
    const scoring_model_id = await modelId();
    const made = await records.create(scoringRound, {
      title: draft.title,
      body: draft.body,
      scoring_model_id,
      is_by_column: draft.byColumn,
      due_on: draft.due || null,
      capacity_weeks: amount(draft.weeks),
      capacity_count: amount(draft.count),
      links,
    });
    onCreated(made);
  }

  return (
    <NewRecordForm
      noun="scoring round"
      title={draft.title}
      onTitle={(title) => set({ title })}
      isReady={draft.model !== own || Boolean(model.formula.trim())}
      create={create}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <SelectField
            label="Scored by"
            none="WSJF: (user value + business value + risk reduction) ÷ effort"
            options={models}
            value={draft.model}
            error={errorOf(problem, "scoring_model")}
            onChange={(event) => set({ model: event.currentTarget.value })}
          />
          {draft.model === own && <ModelFields draft={model} problem={problem} onChange={setModel} />}
          <CheckField
            label="One column at a time"
            hint="You open each column, with a timer if you like; otherwise everybody scores all of them in their own time."
            checked={draft.byColumn}
            onChange={(event) => set({ byColumn: event.currentTarget.checked })}
          />
          <TextField
            label="Private until"
            type="date"
            value={draft.due}
            error={errorOf(problem, "due_on")}
            onChange={(event) => set({ due: event.currentTarget.value })}
          />
          <div className={classes.two}>
            <TextField
              label="Capacity, team-weeks"
              type="number"
              min={0}
              step="any"
              value={draft.weeks}
              error={errorOf(problem, "capacity_weeks")}
              onChange={(event) => set({ weeks: event.currentTarget.value })}
            />
            <TextField
              label="Or capacity, candidates"
              type="number"
              min={0}
              step={1}
              value={draft.count}
              error={errorOf(problem, "capacity_count")}
              onChange={(event) => set({ count: event.currentTarget.value })}
            />
          </div>
          <TextArea
            label="Text"
            hint="Markdown"
            rows={2}
            value={draft.body}
            error={errorOf(problem, "body")}
            onChange={(event) => set({ body: event.currentTarget.value })}
          />
        </>
      )}
    </NewRecordForm>
  );
}
