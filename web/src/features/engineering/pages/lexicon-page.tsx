import { type ReactNode, useState } from "react";
import { plural } from "@/shared/format/format";
import { useMay } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { Button, IconButton } from "@/shared/ui/button";
import { type DataColumn, DataTable } from "@/shared/ui/data-table";
import { ProblemState, Skeleton } from "@/shared/ui/states";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { type Lexicon, type RiskTerm, type TermUse, useLexicon, useReviseLexicon, useTermUses } from "../api";
import classes from "../components/lexicon.module.css";
import { TermDialog } from "../components/term-dialog";
import { TermUses } from "../components/term-uses";
import { lineOf, sortLabel, withTerm } from "../lexicon";

type Save = (terms: readonly RiskTerm[], message: string) => Promise<void>;

/** Saves the words and offers those of before back. */
function useSave(lexicon: Lexicon | undefined): Save {
  const revise = useReviseLexicon();
  return async (terms, message) => {
    if (!lexicon) return;
    const { version } = await revise(lexicon.version, terms);
    toast({ message, undo: () => void revise(version, lexicon.terms).catch(toastProblem) });
  };
}

function Found({ use }: { use: TermUse | undefined }): ReactNode {
  if (!use) return null;
  if (use.count === 0) return <span className="three">Nowhere</span>;
  return (
    <details className={classes.found}>
      <summary>{plural(use.count, "initiative")}</summary>
      <TermUses use={use} />
    </details>
  );
}

function Word({ of: { term, also, is_on: isOn } }: { of: RiskTerm }): ReactNode {
  return (
    <div className={classes.word}>
      <span className={isOn ? "strong" : "three"}>{term}</span>
      {also.length > 0 && <p className="small three">{lineOf(also)}</p>}
    </div>
  );
}

interface ActsProps {
  term: RiskTerm;
  lexicon: Lexicon;
  save: Save;
  onEdit: (term: RiskTerm) => void;
}

function Acts({ term, lexicon, save, onEdit }: ActsProps): ReactNode {
  const remove = () =>
    save(withTerm(lexicon.terms, term, null), `“${term.term}” is removed`).catch(toastProblem);
  return (
    <span className={classes.acts}>
      <IconButton icon="edit" size="small" label={`Change “${term.term}”`} onClick={() => onEdit(term)} />
      <IconButton icon="trash" size="small" label={`Remove “${term.term}”`} onClick={() => void remove()} />
    </span>
  );
}

function OnOff({
  term,
  lexicon,
  save,
  mayWrite,
}: Omit<ActsProps, "onEdit"> & { mayWrite: boolean }): ReactNode {
  const turn = () => {
    const now = { ...term, is_on: !term.is_on };
    const message = `“${term.term}” ${now.is_on ? "raises flags again" : "raises no flags now"}`;
    save(withTerm(lexicon.terms, term, now), message).catch(toastProblem);
  };
  return (
    <input
      type="checkbox"
      className={classes.box}
      aria-label={`“${term.term}” raises flags`}
      disabled={!mayWrite}
      checked={term.is_on}
      onChange={turn}
    />
  );
}

function Words({ lexicon, onEdit }: { lexicon: Lexicon; onEdit: (term: RiskTerm) => void }): ReactNode {
  const may = useMay();
  const save = useSave(lexicon);
  const { data: uses } = useTermUses(lexicon.terms);
  const columns: DataColumn<RiskTerm>[] = [
    {
      label: "On",
      width: 48,
      show: (term) => <OnOff term={term} lexicon={lexicon} save={save} mayWrite={may.write} />,
    },
    { label: "Word", width: 230, show: (term) => <Word of={term} /> },
    {
      label: "Kind of risk",
      width: 130,
      wideOnly: true,
      show: (term) => <span className="two">{sortLabel(term.sort)}</span>,
    },
    {
      label: "What it asks for a look at",
      wideOnly: true,
      show: (term) => <span className="two">{term.because}</span>,
    },
    {
      label: "Found in",
      width: 280,
      show: (term) => <Found use={uses?.find((use) => use.term === term.term)} />,
    },
    {
      label: "",
      width: 72,
      show: (term) => may.write && <Acts term={term} lexicon={lexicon} save={save} onEdit={onEdit} />,
    },
  ];
  return (
    <DataTable
      name="Words that raise flags"
      columns={columns}
      rows={lexicon.terms}
      idOf={(term) => term.term}
    />
  );
}

/** The words that suggest risk: what each asks for a look at, where it stands now, and whether it raises flags. */
export default function LexiconPage(): ReactNode {
  const may = useMay();
  const { data: lexicon, error, refetch } = useLexicon();
  const save = useSave(lexicon);
  const [editing, setEditing] = useState<RiskTerm | "new" | null>(null);
  return (
    <PracticePage
      practice="engineering"
      sub="Words that suggest risk. An initiative that has one is flagged by itself, until somebody says why it is no worry."
      actions={
        may.write && (
          <Button icon="plus" onClick={() => setEditing("new")}>
            Add a word
          </Button>
        )
      }
    >
      {Boolean(error) && <ProblemState error={error} onRetry={() => void refetch()} />}
      {!lexicon && !error && <Skeleton rows={8} />}
      {lexicon && lexicon.terms.length === 0 && (
        <p className="three">No word raises a flag here. Add those that have cost you a week before.</p>
      )}
      {lexicon && lexicon.terms.length > 0 && <Words lexicon={lexicon} onEdit={setEditing} />}
      {lexicon && editing && (
        <TermDialog
          lexicon={lexicon}
          term={editing === "new" ? null : editing}
          save={save}
          onClose={() => setEditing(null)}
        />
      )}
    </PracticePage>
  );
}
