import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
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

/** Asks for what a new record needs, and no more; the rest is edited on its page. */
export function CreateDialog({ kind, initial = {}, links = [], onClose, onCreated }: Props): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  const pathOf = useRecordPath();
  const shelve = useShelve(kind);
  const [values, setValues] = useState<Changes>({ title: "", body: "", ...initial });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (name: string, value: unknown) => setValues((before) => ({ ...before, [name]: value }));

  async function create(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const made = await records.create(kind, { ...toInput(kind, values), links });
      await client.invalidateQueries({ queryKey: recordKeys.lists(kind) });
      if (links.length > 0) void client.invalidateQueries({ queryKey: ["node"] });
      toast({ message: `${made.key} created`, undo: () => void shelve("trash", [made.id]) });
      onClose();
      if (onCreated) onCreated(made);
      else void navigate(pathOf({ ...kind, id: made.id }));
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
          required
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
          label="Text"
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
          <Button look="primary" type="submit" busy={busy} disabled={!String(values.title ?? "").trim()}>
            Create {kind.label.toLowerCase()}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
