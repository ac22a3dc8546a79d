import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { Button } from "@/shared/ui/button";
import { TextField } from "@/shared/ui/inputs";
import classes from "./new-record-form.module.css";

/** What the server refuses of a field, whether it names the record in it or its id. */
export function errorOf(problem: Problem | null, name: string): string | undefined {
  return problem?.fields[name]?.join(" ") ?? problem?.fields[`${name}_id`]?.join(" ");
}

function looseError(problem: Problem | null): string | null {
  if (!problem) return null;
  return Object.keys(problem.fields).length > 0 ? null : problem.message;
}

interface Props {
  /** The kind's name in the middle of a sentence. */
  noun: string;
  title: string;
  onTitle: (title: string) => void;
  /** Otherwise an empty title is made from the text. */
  isTitled?: boolean;
  isReady?: boolean;
  /** The record is there already, and is changed. */
  isThere?: boolean;
  create: () => Promise<void>;
  onClose: () => void;
  /** The fields under the title, with what was refused of them. */
  children: (problem: Problem | null) => ReactNode;
}

/** The dialog that makes or changes a record: its title, the fields of its kind, and what the server said of them. */
export function NewRecordForm(props: Props): ReactNode {
  const { noun, title, onTitle, isTitled = true, isReady = true, isThere, create, onClose, children } = props;
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await create();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  }

  const loose = looseError(problem);
  return (
    <Modal opened onClose={onClose} title={`${isThere ? "Edit" : "New"} ${noun}`} size="var(--dialog-width)">
      <form className={classes.form} onSubmit={(event) => void submit(event)}>
        <TextField
          label="Title"
          required={isTitled}
          hint={isTitled ? undefined : "Left empty, it is made from the text."}
          maxLength={300}
          data-autofocus
          value={title}
          error={errorOf(problem, "title")}
          onChange={(event) => onTitle(event.currentTarget.value)}
        />
        {children(problem)}
        {loose && (
          <p className="worse" role="alert">
            {loose}
          </p>
        )}
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy} disabled={!isReady || (isTitled && !title.trim())}>
            {isThere ? "Save" : "Create"} {noun}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
