import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, Suspense, useState } from "react";
import { useNavigate } from "react-router";
import { asProblem, type Problem } from "@/api/problem";
import { records } from "@/api/records";
import type { LinkIn, RecordOut } from "@/api/types";
import { useRecordPath } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { TextArea, TextField } from "@/shared/ui/inputs";
import { toast } from "@/shared/ui/toasts";
import classes from "./create-dialog.module.css";
import { FieldInput } from "./field-input";
import { asksOf, type Changes, type Kind, toInput } from "./kind";
import { recordKeys } from "./use-record";
import { useShelve } from "./use-shelve";

interface Props {
  kind: Kind;
  /** Values that are already known, by field name. */
  initial?: Changes & { title?: string };
  /** Links the new record is born with; the missing end is the record itself. */
  links?: readonly LinkIn[];
  onClose: () => void;
  /** By default the new record is opened. */
  onCreated?: (record: RecordOut) => void;
}

function errorOf(problem: Problem | null, name: string): string | undefined {
  return problem?.fields[name]?.join(" ") ?? problem?.fields[`${name}_id`]?.join(" ");
}

function looseError(problem: Problem | null): string | null {
  if (!problem) return null;
  return Object.keys(problem.fields).length > 0 ? null : problem.message;
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
function firstChoices(kind: Kind): Changes {
  const must = asksOf(kind).filter((field) => field.type === "select" && field.required);
  return Object.fromEntries(must.map((field) => [field.name, field.options?.[0]?.value]));
}

function CommonDialog(props: Props): ReactNode {
  const { kind, initial = {}, links = [], onClose } = props;
  const made = useMade(props);
  const [values, setValues] = useState<Changes>({ title: "", body: "", ...firstChoices(kind), ...initial });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (name: string, value: unknown) => setValues((before) => ({ ...before, [name]: value }));
  const isTitled = kind.titled !== false;

  async function create(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await made(await records.create(kind, { ...toInput(kind, values), links }));
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  }

  const loose = looseError(problem);
  return (
    <Modal opened onClose={onClose} title={`New ${kind.label.toLowerCase()}`} size="var(--dialog-width)">
      <form className={classes.form} onSubmit={(event) => void create(event)}>
        <TextField
          label="Title"
          required={isTitled}
          hint={isTitled ? undefined : "Left empty, it is made from the text."}
          maxLength={300}
          data-autofocus
          value={String(values.title ?? "")}
          error={errorOf(problem, "title")}
          onChange={(event) => set("title", event.currentTarget.value)}
        />
        {asksOf(kind).map((field) => (
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
        {loose && (
          <p className="worse" role="alert">
            {loose}
          </p>
        )}
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            type="submit"
            busy={busy}
            disabled={isTitled && !String(values.title ?? "").trim()}
          >
            Create {kind.label.toLowerCase()}
          </Button>
        </div>
      </form>
    </Modal>
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
