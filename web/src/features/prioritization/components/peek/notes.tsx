import { type FormEvent, type ReactNode, useState } from "react";
import { formatMoment } from "@/shared/format/dates";
import { withinSentence } from "@/shared/format/format";
import { useHere, useMay, useTimeZone } from "@/shared/people/workspace-context";
import { Button, IconButton } from "@/shared/ui/button";
import { SelectField, TextArea } from "@/shared/ui/inputs";
import { toastProblem } from "@/shared/ui/toasts";
import { useAddNote, useRemoveNote } from "../../api";
import type { Detail, Head } from "../../kinds";
import { labelOf } from "../../scores";
import classes from "./peek.module.css";

type Note = Detail["notes"][number];

function NoteLine({ head, note, onRemove }: { head: Head; note: Note; onRemove?: () => void }): ReactNode {
  const zone = useTimeZone();
  return (
    <li className={classes.note}>
      <p>{note.words}</p>
      {onRemove && <IconButton icon="close" size="small" label="Remove the note" onClick={onRemove} />}
      <p className="small three">
        {note.by?.name ?? "Somebody who left"} · {formatMoment(note.at, zone)}
        {note.column && ` · ${withinSentence(labelOf(head.columns, note.column))}`}
      </p>
    </li>
  );
}

function NoteForm({ head, candidate }: { head: Head; candidate: number }): ReactNode {
  const add = useAddNote(head.scoring_round.id, candidate);
  const [words, setWords] = useState("");
  const [column, setColumn] = useState("");
  function submit(event: FormEvent): void {
    event.preventDefault();
    add.mutate({ words: words.trim(), column }, { onSuccess: () => setWords(""), onError: toastProblem });
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextArea
        label="Note"
        hint="What was said about it; it stays with the candidate."
        rows={2}
        maxLength={2000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <div className="row">
        <SelectField
          label="About"
          quiet
          none="The candidate"
          options={head.columns.map(({ key, label }) => ({ value: key, label }))}
          value={column}
          onChange={(event) => setColumn(event.currentTarget.value)}
        />
        <Button type="submit" busy={add.isPending} disabled={!words.trim()}>
          Add note
        </Button>
      </div>
    </form>
  );
}

/** Reasons that came with the scores, and the notes of the talk. */
export function Notes({ head, detail }: { head: Head; detail: Detail }): ReactNode {
  const may = useMay();
  const { membership } = useHere();
  const { candidate_id: candidate } = detail.row;
  const remove = useRemoveNote(head.scoring_round.id, candidate);
  const isMine = (note: Note) => note.by?.id === membership.id;
  return (
    <section className={classes.part} aria-label="Reasons and notes">
      <h3>Reasons and notes</h3>
      <ul className={classes.form}>
        {detail.reasons.map(({ member, words }) => (
          <li key={member.id}>
            “{words}” <span className="small three">{member.name}</span>
          </li>
        ))}
        {detail.notes.map((note) => (
          <NoteLine
            key={note.id}
            head={head}
            note={note}
            onRemove={isMine(note) ? () => remove.mutate(note.id, { onError: toastProblem }) : undefined}
          />
        ))}
      </ul>
      {may.write && <NoteForm head={head} candidate={candidate} />}
    </section>
  );
}
