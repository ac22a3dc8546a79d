import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem } from "@/api/problem";
import { Button } from "@/shared/ui/button";
import { FormField, TextField } from "@/shared/ui/inputs";
import { Segments } from "@/shared/ui/segments";
import initiative from "./initiative.module.css";

interface Named {
  name: string;
  isShared: boolean;
}

interface Props {
  title: string;
  says: string;
  initial: Named;
  /** Why it cannot be chosen who sees it. */
  fixed?: string;
  onSave: (named: Named) => Promise<void>;
  onClose: () => void;
}

const audiences = [
  { value: "own", label: "Only me" },
  { value: "shared", label: "Everyone" },
] as const;

/** What a view is called, and who finds it. */
export function ViewDialog({ title, says, initial, fixed, onSave, onClose }: Props): ReactNode {
  const [name, setName] = useState(initial.name);
  const [isShared, setShared] = useState(initial.isShared);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const problem = error ? asProblem(error) : null;

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    try {
      await onSave({ name: name.trim(), isShared });
      onClose();
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title={title} size="var(--dialog-width)">
      <form className="stack" onSubmit={(event) => void save(event)}>
        <p className="two">{says}</p>
        <TextField
          label="Name"
          required
          maxLength={100}
          data-autofocus
          value={name}
          error={problem?.fields.name?.join(" ")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <FormField id="view-audience" label="Who finds it">
          <div>
            <Segments
              label="Who finds it"
              options={audiences}
              value={isShared ? "shared" : "own"}
              disabled={fixed}
              onChange={(value) => setShared(value === "shared")}
            />
          </div>
        </FormField>
        {problem && !problem.fields.name && (
          <p className="worse" role="alert">
            {problem.message}
          </p>
        )}
        <div className={initiative.end}>
          <Button onClick={onClose}>Leave it</Button>
          <Button look="primary" type="submit" busy={busy} disabled={name.trim() === ""}>
            Save view
          </Button>
        </div>
      </form>
    </Modal>
  );
}
