import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { asProblem } from "@/api/problem";
import { records } from "@/api/records";
import type { RecordOut } from "@/api/types";
import { TextArea } from "@/shared/ui/inputs";
import { toast } from "@/shared/ui/toasts";
import { conflicts } from "./conflicts";
import { FieldInput } from "./field-input";
import { asksOf, type Changes, fieldValue, type Kind, sameValue, toInput } from "./kind";
import { errorOf, NewRecordForm } from "./new-record-form";
import { before, isStale, placeRecord, usePatch } from "./use-record";

interface Props {
  kind: Kind;
  record: RecordOut;
  /** Asks for these fields instead of the kind's. */
  asks?: readonly string[];
  /** False: the text is left as it is. */
  hasText?: boolean;
  onClose: () => void;
}

function changesOf(record: RecordOut, values: Changes): Changes {
  const changed = Object.entries(values).filter(
    ([name, value]) => !sameValue(value, fieldValue(record, name)),
  );
  return Object.fromEntries(changed);
}

/** Saves what was changed since the record was read; whoever saved meanwhile is asked about, not overwritten. */
function useSave(kind: Kind, record: RecordOut): (changes: Changes) => Promise<void> {
  const client = useQueryClient();
  const patch = usePatch(kind);
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ["records"] }),
      client.invalidateQueries({ queryKey: ["node"] }),
    ]);
  const again = async (current: RecordOut, changes: Changes) => {
    const saved = await patch(current, changes, true);
    await refresh();
    return saved;
  };
  return async (changes) => {
    try {
      const input = { ...toInput(kind, changes), version: record.version };
      const saved = await records.patch(kind, record.id, input);
      placeRecord(client, kind, saved);
      await refresh();
      toast({ message: `${saved.key} saved`, undo: () => void again(saved, before(record, changes)) });
    } catch (error) {
      const problem = asProblem(error);
      if (!isStale(problem)) throw problem;
      const current = problem.extra.current as RecordOut;
      conflicts.raise({ kind, mine: changes, base: record, current, save: again });
    }
  };
}

/** A record's main fields in one form, for where it is listed and not read. */
export function EditDialog({ kind, record, asks, hasText = true, onClose }: Props): ReactNode {
  const fields = asksOf(kind, asks);
  const save = useSave(kind, record);
  const names = ["title", ...(hasText ? ["body"] : []), ...fields.map((field) => field.name)];
  const [values, setValues] = useState<Changes>(() =>
    before(record, Object.fromEntries(names.map((name) => [name, null]))),
  );
  const set = (name: string, value: unknown) => setValues((was) => ({ ...was, [name]: value }));
  const changes = changesOf(record, values);
  return (
    <NewRecordForm
      isThere
      noun={kind.label.toLowerCase()}
      title={String(values.title ?? "")}
      onTitle={(title) => set("title", title)}
      isReady={Object.keys(changes).length > 0}
      create={async () => {
        await save(changes);
        onClose();
      }}
      onClose={onClose}
    >
      {(problem) => (
        <>
          {fields.map((field) => (
            <FieldInput
              key={field.name}
              field={field}
              value={values[field.name]}
              error={errorOf(problem, field.name)}
              onChange={(value) => set(field.name, value)}
            />
          ))}
          {hasText && (
            <TextArea
              label={kind.bodyLabel ?? "Text"}
              hint="Markdown"
              rows={4}
              value={String(values.body ?? "")}
              error={errorOf(problem, "body")}
              onChange={(event) => set("body", event.currentTarget.value)}
            />
          )}
        </>
      )}
    </NewRecordForm>
  );
}
