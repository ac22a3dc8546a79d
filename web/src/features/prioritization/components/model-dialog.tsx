import { type ReactNode, useState } from "react";
import { records } from "@/api/records";
import type { NewRecordProps } from "@/shared/records/kind";
import { NewRecordForm } from "@/shared/records/new-record-form";
import { SelectField } from "@/shared/ui/inputs";
import { scoringModel } from "../kinds";
import { emptyDraft, readyModels, toModel } from "../model-draft";
import { ModelFields } from "./model-fields";

/** A new model: one of the ready ones under a name of one's own, or a formula. */
export default function ModelDialog({ initial, links, onClose, onCreated }: NewRecordProps): ReactNode {
  const [title, setTitle] = useState(initial.title ?? "");
  const [ready, setReady] = useState("");
  const [draft, setDraft] = useState(emptyDraft);
  const body = ready ? { title, formula: ready } : toModel(draft, title);
  return (
    <NewRecordForm
      noun="scoring model"
      title={title}
      onTitle={setTitle}
      isReady={Boolean(ready || draft.formula.trim())}
      create={async () => onCreated(await records.create(scoringModel, { ...body, links }))}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <SelectField
            label="Model"
            none="A formula of your own"
            options={readyModels}
            value={ready}
            onChange={(event) => setReady(event.currentTarget.value)}
          />
          {!ready && <ModelFields draft={draft} problem={problem} onChange={setDraft} />}
        </>
      )}
    </NewRecordForm>
  );
}
