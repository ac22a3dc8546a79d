import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, Suspense, useState } from "react";
import { useNavigate } from "react-router";
import { records } from "@/api/records";
import type { LinkIn, RecordOut } from "@/api/types";
import { useRecordPath } from "@/shared/people/workspace-context";
import { TextArea } from "@/shared/ui/inputs";
import { toast } from "@/shared/ui/toasts";
import { FieldInput } from "./field-input";
import { asksOf, type Changes, type Field, type Kind, toInput } from "./kind";
import { errorOf, NewRecordForm } from "./new-record-form";
import { recordKeys } from "./use-record";
import { useShelve } from "./use-shelve";

interface Props {
  kind: Kind;
  /** Values that are already known, by field name. */
  initial?: Changes & { title?: string };
  /** Asks for these fields instead of the kind's: the rest is known where it is made. */
  asks?: readonly string[];
  /** Links the new record is born with; the missing end is the record itself. */
  links?: readonly LinkIn[];
  onClose: () => void;
  /** By default the new record is opened. */
  onCreated?: (record: RecordOut) => void;
}

/** What follows when a record has been made: lists refresh, a toast can take it back, and it is opened. */
function useMade({ kind, links = [], onClose, onCreated }: Props): (made: RecordOut) => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  const pathOf = useRecordPath();
  const shelve = useShelve(kind);
  return async (made) => {
    await client.invalidateQueries({ queryKey: recordKeys.lists(kind) });
    if (links.length > 0) void client.invalidateQueries({ queryKey: ["node"] });
    toast({ message: `${made.key} created`, undo: () => void shelve("trash", [made.id]) });
    onClose();
    if (onCreated) onCreated(made);
    else void navigate(pathOf({ ...kind, id: made.id }));
  };
}

/** A choice that must be made begins with the first one offered. */
function firstChoices(fields: readonly Field[]): Changes {
  const must = fields.filter((field) => field.type === "select" && field.required);
  return Object.fromEntries(must.map((field) => [field.name, field.options?.[0]?.value]));
}

function CommonDialog(props: Props): ReactNode {
  const { kind, initial = {}, links = [], onClose } = props;
  const made = useMade(props);
  const fields = asksOf(kind, props.asks);
  const [values, setValues] = useState<Changes>({ title: "", body: "", ...firstChoices(fields), ...initial });
  const set = (name: string, value: unknown) => setValues((before) => ({ ...before, [name]: value }));
  return (
    <NewRecordForm
      noun={kind.label.toLowerCase()}
      title={String(values.title ?? "")}
      onTitle={(title) => set("title", title)}
      isTitled={kind.titled !== false}
      create={async () => made(await records.create(kind, { ...toInput(kind, values), links }))}
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
          <TextArea
            label={kind.bodyLabel ?? "Text"}
            hint="Markdown"
            rows={4}
            value={String(values.body ?? "")}
            error={errorOf(problem, "body")}
            onChange={(event) => set("body", event.currentTarget.value)}
          />
        </>
      )}
    </NewRecordForm>
  );
}

function OwnDialog(props: Props): ReactNode {
  const { kind, initial = {}, links = [], onClose } = props;
  const made = useMade(props);
  const Dialog = kind.dialog;
  if (!Dialog) return null;
  return (
    <Suspense>
      <Dialog initial={initial} links={links} onClose={onClose} onCreated={(record) => void made(record)} />
    </Suspense>
  );
}

/** Asks for what a new record needs, and no more; the rest is edited on its page. */
export function CreateDialog(props: Props): ReactNode {
  return props.kind.dialog ? <OwnDialog {...props} /> : <CommonDialog {...props} />;
}
