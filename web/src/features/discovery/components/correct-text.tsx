import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { records } from "@/api/records";
import { recordKeys } from "@/shared/records/use-record";
import { Button } from "@/shared/ui/button";
import { TextArea } from "@/shared/ui/inputs";
import { toast } from "@/shared/ui/toasts";
import { useRefresh } from "../api";
import { type Document, document as documentKind } from "../kinds";
import classes from "./correct-text.module.css";

/** The text as it stands, to be corrected. Marks move along; an edit that would lose one is refused. */
export function CorrectText({ document, onClose }: { document: Document; onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const refresh = useRefresh();
  const [text, setText] = useState(document.body);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  async function save(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const saved = await records.patch(documentKind, document.id, { body: text, version: document.version });
      client.setQueryData(recordKeys.one(documentKind, document.id), saved);
      await refresh();
      toast({ message: "Text saved; the marks moved along" });
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className={classes.correct}>
      <TextArea
        label="Text"
        hint="One line for each turn, as “Name: words”. What is highlighted must stay word for word."
        rows={24}
        value={text}
        error={problem ? [problem.title, problem.detail].filter(Boolean).join(" ") : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look="primary"
          busy={busy}
          disabled={text === document.body || !text.trim()}
          onClick={() => void save()}
        >
          Save the text
        </Button>
      </div>
    </div>
  );
}
