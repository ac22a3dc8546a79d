import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { type NotDoing, NotDoingItem } from "@/shared/decisions/not-doing-item";
import { Button } from "@/shared/ui/button";
import { TextArea, TextField } from "@/shared/ui/inputs";
import { ProblemLine } from "@/shared/ui/states";
import { toast } from "@/shared/ui/toasts";
import type { Decision } from "../decision-kind";
import { useStatement, type Words, wordsOf } from "../statement";
import classes from "./decision.module.css";

interface Props {
  decision: Decision;
  onClose: () => void;
}

/** The item as the public list would show it. */
export function previewOf(decision: Decision, words: Words): NotDoing {
  return {
    title: words.public_title,
    words: words.public_words,
    revisit: words.public_revisit,
    verdict: decision.verdict,
    month: decision.decided_on.slice(0, 7),
  };
}

function Preview({ decision, words }: { decision: Decision; words: Words }): ReactNode {
  return (
    <div className="stack">
      <p className="small two">This is all that outsiders read:</p>
      <div className={classes.preview}>
        <NotDoingItem heading="h3" item={previewOf(decision, words)} />
      </div>
      <p className="small three">
        Who asked, who decided, scores, evidence, triggers and the reason on the record stay inside.
      </p>
    </div>
  );
}

/** A first proposal: the subject's name, and no reason, because the one on the record is for the workspace. */
function startOf(decision: Decision): Words {
  const words = wordsOf(decision);
  return { ...words, public_title: words.public_title || decision.subject.title };
}

export function StatementDialog({ decision, onClose }: Props): ReactNode {
  const { write } = useStatement(decision);
  const [words, setWords] = useState<Words>(() => startOf(decision));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const set = (changes: Partial<Words>) => setWords((before) => ({ ...before, ...changes }));
  const errorOf = (name: keyof Words) => problem?.fields[name]?.join(" ");
  const isPublic = decision.statement.published_at !== null;

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const saved = await write(words);
      if (saved) toast({ message: isPublic ? "The public list says so now" : "Words saved; not public yet" });
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title="Public words" size="var(--dialog-width)">
      <form className="stack" onSubmit={(event) => void save(event)}>
        <TextField
          label="Title"
          maxLength={300}
          value={words.public_title}
          error={errorOf("public_title")}
          onChange={(event) => set({ public_title: event.currentTarget.value })}
        />
        <TextArea
          label="Why not, for outsiders"
          hint="Name no customer and no number that is yours alone."
          rows={5}
          maxLength={5000}
          data-autofocus
          value={words.public_words}
          error={errorOf("public_words")}
          onChange={(event) => set({ public_words: event.currentTarget.value })}
        />
        <TextField
          label="We look again …"
          hint="For example: when five teams are seen doing it by hand. May stay empty."
          maxLength={300}
          value={words.public_revisit}
          error={errorOf("public_revisit")}
          onChange={(event) => set({ public_revisit: event.currentTarget.value })}
        />
        <Preview decision={decision} words={words} />
        {problem && Object.keys(problem.fields).length === 0 && <ProblemLine error={problem} />}
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy}>
            {isPublic ? "Save to the public list" : "Save words"}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

export function PublishDialog({ decision, onClose }: Props): ReactNode {
  const { publish } = useStatement(decision);
  const [busy, setBusy] = useState(false);

  async function show(): Promise<void> {
    setBusy(true);
    await publish();
    onClose();
  }

  return (
    <Modal opened onClose={onClose} title="Publish on the list" size="var(--dialog-width)">
      <div className="stack">
        <p>Whoever holds a link to the list of what you are not doing sees this at once, signed in or not.</p>
        <Preview decision={decision} words={wordsOf(decision)} />
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" busy={busy} onClick={() => void show()}>
            Publish
          </Button>
        </div>
      </div>
    </Modal>
  );
}
