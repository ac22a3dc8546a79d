import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { withinSentence } from "@/shared/format/format";
import { Button } from "@/shared/ui/button";
import { toast } from "@/shared/ui/toasts";
import { useAgree } from "../../api";
import type { Column, Detail } from "../../kinds";
import { formatRating } from "../../scores";
import { Rating } from "../rating";
import classes from "./peek.module.css";

type Agreed = Pick<Detail["cells"][number]["agreed"], "value" | "version">;

/** What somebody else agreed on meanwhile. */
function currentOf(problem: Problem): Agreed | null {
  const { current } = problem.extra;
  return problem.status === 409 && typeof current === "object" ? (current as Agreed) : null;
}

interface Props {
  round: string;
  candidate: number;
  column: Column;
  agreed: Agreed;
  onClose: () => void;
}

/** Writes down what the group agreed on, which then counts instead of the mean, or of what the record says. Two who write at once see both values. */
export function AgreeForm({ round, candidate, column, agreed, onClose }: Props): ReactNode {
  const save = useAgree(round, candidate);
  const [value, setValue] = useState<number | null>(agreed.value);
  const [base, setBase] = useState(agreed);
  const [theirs, setTheirs] = useState<Agreed | null>(null);
  const [says, setSays] = useState("");
  const otherwise = column.reads === null ? "the mean" : "what the record says";

  function keep(next: number | null, version: number): void {
    save.mutate(
      { column: column.key, value: next, version },
      {
        onSuccess: () => {
          toast({ message: next === null ? `Back to ${otherwise}` : `Agreed on ${formatRating(next)}` });
          onClose();
        },
        onError: (error) => {
          const problem = asProblem(error);
          const current = currentOf(problem);
          setTheirs(current);
          if (current) setBase(current);
          setSays(current ? "" : Object.values(problem.fields).flat().join(" ") || problem.message);
        },
      },
    );
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (value !== null) keep(value, base.version);
  }

  return (
    <form className={classes.form} onSubmit={submit}>
      <Rating
        label={`Agreed ${withinSentence(column.label)}`}
        column={column}
        value={value ?? undefined}
        onPick={setValue}
      />
      {theirs && (
        <p className="small undecided" role="alert">
          Somebody else{" "}
          {theirs.value === null ? `went back to ${otherwise}` : `wrote ${formatRating(theirs.value)}`}{" "}
          meanwhile; yours is {value === null ? otherwise : formatRating(value)}. Keep theirs, or save yours
          over it.
        </p>
      )}
      {says && (
        <p className="small worse" role="alert">
          {says}
        </p>
      )}
      <div className={classes.acts}>
        <Button size="small" look="primary" type="submit" busy={save.isPending} disabled={value === null}>
          {theirs ? "Save mine over it" : "Agree"}
        </Button>
        {base.value !== null && (
          <Button size="small" onClick={() => keep(null, base.version)}>
            Back to {otherwise}
          </Button>
        )}
        <Button size="small" look="quiet" onClick={onClose}>
          {theirs ? "Keep theirs" : "Cancel"}
        </Button>
      </div>
    </form>
  );
}
