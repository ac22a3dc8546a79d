import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { records } from "@/api/records";
import { FileDrop } from "@/shared/io/file-drop";
import { idOf, type NewRecordProps } from "@/shared/records/kind";
import { useRecordChoices } from "@/shared/records/use-record-choices";
import { Button } from "@/shared/ui/button";
import { SelectField, TextArea, TextField } from "@/shared/ui/inputs";
import { Segments } from "@/shared/ui/segments";
import { ProblemLine } from "@/shared/ui/states";
import { discovery } from "../api";
import { document as documentKind } from "../kinds";
import classes from "./correct-text.module.css";

const maxBytes = 8_000_000;
const ways = [
  { value: "paste", label: "Paste a transcript" },
  { value: "upload", label: "Upload a file" },
  { value: "note", label: "Write a note" },
] as const;
type Way = (typeof ways)[number]["value"];

function wrongIn(problem: Problem | null, ...names: string[]): string | undefined {
  return names.flatMap((name) => problem?.fields[name] ?? []).join(" ") || undefined;
}

/** A transcript pasted or uploaded, or a note written; each with the session it belongs to. */
export default function DocumentDialog({ initial, links, onClose, onCreated }: NewRecordProps): ReactNode {
  const { choices } = useRecordChoices("session", "", true);
  const [way, setWay] = useState<Way>("paste");
  const [title, setTitle] = useState(String(initial.title ?? ""));
  const [sessionId, setSessionId] = useState(idOf(initial.session) ?? "");
  const [text, setText] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const isReady = way === "upload" ? file !== null : text.trim() !== "";

  async function create(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const form = way === "note" ? "note" : "transcript";
    try {
      onCreated(
        way === "upload" && file
          ? await discovery.upload(file, { title, session_id: sessionId })
          : await records.create(documentKind, {
              title,
              body: text,
              form,
              session_id: sessionId || null,
              links,
            }),
      );
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  }

  const refused = wrongIn(problem, "body", "file");
  return (
    <Modal opened onClose={onClose} title="New document" size="min(720px, 100%)">
      <form className="stack" onSubmit={(event) => void create(event)}>
        <Segments label="How it comes in" options={ways} value={way} onChange={setWay} />
        {way === "upload" ? (
          <>
            <FileDrop
              accept=".vtt, .srt, .txt, .tsv, .md, .gz"
              maxBytes={maxBytes}
              label={file ? file.name : "Drop a transcript or choose one"}
              onFile={(chosen) => {
                setFile(chosen);
                setProblem(null);
              }}
            />
            {refused && (
              <p className="worse" role="alert">
                {file?.name}: {refused}
              </p>
            )}
          </>
        ) : (
          <TextArea
            label={way === "note" ? "Note" : "Transcript"}
            hint={
              way === "note"
                ? "What you saw, one observation on each line."
                : "WebVTT, SubRip, tab-separated rows, “Name: words”, or lines with times. Speaker “Observer” marks what you saw."
            }
            rows={12}
            data-autofocus
            value={text}
            error={refused}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <SelectField
          label="Session"
          none="None yet"
          options={choices.map((each) => ({ value: each.key, label: each.text }))}
          value={sessionId}
          onChange={(event) => setSessionId(event.currentTarget.value)}
        />
        <TextField
          label="Title"
          hint="Left empty, it is the file's name or the first words."
          maxLength={300}
          value={title}
          error={wrongIn(problem, "title")}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        {problem && !refused && !problem.fields.title && <ProblemLine error={problem} />}
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy} disabled={!isReady}>
            Create document
          </Button>
        </div>
      </form>
    </Modal>
  );
}
