import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import { asProblem, type Problem } from "@/api/problem";
import { useRecordPath } from "@/shared/people/workspace-context";
import type { Changes } from "@/shared/records/kind";
import { useRecordChoices } from "@/shared/records/use-record-choices";
import { Button } from "@/shared/ui/button";
import { SelectField, TextArea, TextField } from "@/shared/ui/inputs";
import { ProblemLine } from "@/shared/ui/states";
import { StrengthGlyph } from "@/shared/ui/strength-glyph";
import { toast } from "@/shared/ui/toasts";
import { discovery, useRefresh } from "../api";
import { type Highlight, insight } from "../kinds";
import classes from "./insight-dialog.module.css";

interface Props {
  marks: readonly Highlight[];
  onClose: () => void;
  onDone: () => void;
}

/** One sentence that the chosen marks bear out, or an insight that they add to. */
export function InsightDialog({ marks, onClose, onDone }: Props): ReactNode {
  const navigate = useNavigate();
  const pathOf = useRecordPath();
  const refresh = useRefresh();
  const { choices } = useRecordChoices("insight", "", true);
  const [values, setValues] = useState<Changes>({ title: "", body: "", into: "" });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (name: string, value: string) => setValues((before) => ({ ...before, [name]: value }));
  const into = String(values.into);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const evidence_ids = marks.map((mark) => mark.id);
    try {
      const made = into
        ? await discovery.cite(into, evidence_ids)
        : await discovery.insight({ title: String(values.title), body: String(values.body), evidence_ids });
      await refresh();
      onDone();
      toast({
        message: into ? `${made.key} cites ${marks.length} more` : `${made.key} created`,
        undo: () => void navigate(pathOf({ ...insight, id: made.id })),
        undoLabel: "Open",
      });
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title={`Insight from ${marks.length}`} size="var(--dialog-width)">
      <form className="stack" onSubmit={(event) => void save(event)}>
        <ul className={classes.marks}>
          {marks.map((mark) => (
            <li key={mark.id}>
              <StrengthGlyph strength={mark.strength} />
              <span className="clip">{mark.quote}</span>
            </li>
          ))}
        </ul>
        {choices.length > 0 && (
          <SelectField
            label="Insight"
            none="A new one"
            options={choices.map((each) => ({ value: each.key, label: each.text }))}
            value={into}
            onChange={(event) => set("into", event.currentTarget.value)}
          />
        )}
        {!into && (
          <>
            <TextField
              label="What they add up to"
              hint="One sentence that could be wrong."
              required
              maxLength={300}
              data-autofocus
              value={String(values.title)}
              error={problem?.fields.title?.join(" ")}
              onChange={(event) => set("title", event.currentTarget.value)}
            />
            <TextArea
              label="Text"
              hint="Markdown"
              rows={3}
              value={String(values.body)}
              onChange={(event) => set("body", event.currentTarget.value)}
            />
          </>
        )}
        {problem && !problem.fields.title && <ProblemLine error={problem} />}
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy} disabled={!into && !String(values.title).trim()}>
            {into ? "Add to the insight" : "Create insight"}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
