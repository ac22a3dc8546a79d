import { Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type FormEvent, type ReactNode, useMemo, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { plural } from "@/shared/format/format";
import { Button } from "@/shared/ui/button";
import { SelectField, TextArea, TextField } from "@/shared/ui/inputs";
import { type Lexicon, type RiskTerm, useTermUses } from "../api";
import { lineOf, problemAt, riskSorts, waysOf, withTerm } from "../lexicon";
import classes from "./lexicon.module.css";
import registers from "./registers.module.css";
import { TermUses } from "./term-uses";

const blank: RiskTerm = { term: "", also: [], because: "", sort: "other", is_on: true };

/** Which initiatives the word would flag, while it is being written. */
function Preview({ term }: { term: RiskTerm }): ReactNode {
  const [settled] = useDebouncedValue(term, 300);
  const asked = useMemo(() => (settled.term.trim() ? [settled] : undefined), [settled]);
  const { data } = useTermUses(asked);
  const use = asked && data?.[0];
  return (
    <div className={classes.preview} aria-live="polite">
      <p className="small three">
        {use ? `It would flag ${plural(use.count, "initiative")}.` : "What it would flag shows here."}
      </p>
      {use && <TermUses use={use} />}
    </div>
  );
}

interface Props {
  lexicon: Lexicon;
  /** The word that is changed; null for a new one. */
  term: RiskTerm | null;
  save: (terms: readonly RiskTerm[], message: string) => Promise<void>;
  onClose: () => void;
}

/** A word that suggests risk: how it is said, what it makes one look at, and whom it would flag. */
export function TermDialog({ lexicon, term, save, onClose }: Props): ReactNode {
  const [draft, setDraft] = useState(term ?? blank);
  const [ways, setWays] = useState(lineOf(draft.also));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const now = useMemo(() => ({ ...draft, also: waysOf(ways) }), [draft, ways]);
  const set = (changes: Partial<RiskTerm>) => setDraft((before) => ({ ...before, ...changes }));

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    try {
      await save(withTerm(lexicon.terms, term, now), `“${now.term.trim()}” is saved`);
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  }

  const place = term ? lexicon.terms.findIndex((each) => each.term === term.term) : lexicon.terms.length;
  const wrong = problem && (problemAt(problem.fields, place) ?? problem.title);
  return (
    <Modal
      opened
      onClose={onClose}
      title={term ? `Change “${term.term}”` : "Add a word"}
      size="var(--dialog-width)"
    >
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <TextField
          label="Word or phrase"
          hint="Endings such as -s, -ed and -ing are known."
          required
          maxLength={60}
          data-autofocus
          value={draft.term}
          error={wrong ?? undefined}
          onChange={(event) => set({ term: event.currentTarget.value })}
        />
        <TextField
          label="Said otherwise"
          hint="Separated by commas."
          value={ways}
          onChange={(event) => setWays(event.currentTarget.value)}
        />
        <SelectField
          label="Kind of risk"
          options={riskSorts}
          value={draft.sort}
          onChange={(event) => set({ sort: event.currentTarget.value as RiskTerm["sort"] })}
        />
        <TextArea
          label="What it asks for a look at"
          hint="One sentence, shown beside each flag."
          rows={2}
          maxLength={200}
          value={draft.because}
          onChange={(event) => set({ because: event.currentTarget.value })}
        />
        <Preview term={now} />
        <div className={registers.end}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy} disabled={!draft.term.trim()}>
            Save the word
          </Button>
        </div>
      </form>
    </Modal>
  );
}
