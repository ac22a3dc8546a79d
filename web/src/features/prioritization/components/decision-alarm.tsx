import { type FormEvent, type ReactNode, useState } from "react";
import { Link } from "react-router";
import { asProblem } from "@/api/problem";
import type { RecordOut } from "@/api/types";
import { formatMoment } from "@/shared/format/dates";
import { plural } from "@/shared/format/format";
import { useMay, useTimeZone } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { TextArea } from "@/shared/ui/inputs";
import { StateLabel } from "@/shared/ui/state-glyph";
import { toast } from "@/shared/ui/toasts";
import type { Decision } from "../decision-kind";
import { useDismiss } from "../decisions-api";
import { useNodePath } from "../node";
import { type Contradiction, openContradictions } from "../standing";
import { DecideAgain } from "./decide-again";
import classes from "./decision.module.css";

interface DismissProps {
  decision: Decision;
  contradiction: Contradiction;
  onClose: () => void;
}

/** It stands all the same; the words say why, and stay on the record. */
function DismissForm({ decision, contradiction, onClose }: DismissProps): ReactNode {
  const [words, setWords] = useState("");
  const { mutateAsync, isPending, error } = useDismiss(decision.id);
  const problem = error ? asProblem(error) : null;

  async function dismiss(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      await mutateAsync({ contradiction: contradiction.id, words });
      toast({ message: "Dismissed; your words stand with it" });
      onClose();
    } catch {
      // The refusal is shown at the field, and what was written stays.
    }
  }

  return (
    <form className="stack" onSubmit={(event) => void dismiss(event)}>
      <TextArea
        label="Why the decision stands all the same"
        rows={2}
        required
        maxLength={1000}
        autoFocus
        value={words}
        error={problem ? (problem.fields.dismissed_words?.join(" ") ?? problem.title) : undefined}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <div className="row">
        <Button type="submit" size="small" busy={isPending} disabled={!words.trim()}>
          Dismiss with these words
        </Button>
        <Button size="small" look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function Against({ decision, contradiction }: Omit<DismissProps, "onClose">): ReactNode {
  const may = useMay();
  const zone = useTimeZone();
  const pathOf = useNodePath();
  const [dismissing, setDismissing] = useState(false);
  const isOpen = contradiction.dismissed_at === null;
  return (
    <li className={classes.against}>
      <p>{contradiction.words}</p>
      <p className="small three row wrap">
        <Link className="link" to={pathOf(contradiction.node)}>
          Open {contradiction.node.key}
        </Link>
        <span>found {formatMoment(contradiction.found_at, zone)}</span>
      </p>
      {contradiction.dismissed_at && (
        <p className="small two">
          “{contradiction.dismissed_words}”{" "}
          <span className="three">
            {contradiction.dismissed_by?.name ?? "Somebody who left"},{" "}
            {formatMoment(contradiction.dismissed_at, zone)}
          </span>
        </p>
      )}
      {isOpen && may.edit && !dismissing && (
        <div>
          <Button
            size="small"
            onClick={() => setDismissing(true)}
            aria-label={`Dismiss with words: ${contradiction.node.key}`}
          >
            Dismiss with words
          </Button>
        </div>
      )}
      {dismissing && isOpen && (
        <DismissForm decision={decision} contradiction={contradiction} onClose={() => setDismissing(false)} />
      )}
    </li>
  );
}

/** What came up since and speaks against the decision; what was dismissed is folded, with the words. */
export default function DecisionAlarm({ record }: { record: RecordOut }): ReactNode {
  const decision = record as Decision;
  const open = decision.superseded_at ? [] : openContradictions(decision);
  const rest = decision.contradictions.filter((each) => !open.includes(each));
  if (decision.contradictions.length === 0) return null;
  const list = (some: readonly Contradiction[]) => (
    <ul>
      {some.map((each) => (
        <Against key={each.id} decision={decision} contradiction={each} />
      ))}
    </ul>
  );
  return (
    <section aria-label="What speaks against it" className={classes.alarms}>
      {open.length > 0 && (
        <div className={classes.alarm}>
          <h2>
            <StateLabel state="undecided">
              {open.length === 1
                ? "A record speaks against this"
                : `${open.length} records speak against this`}
            </StateLabel>
          </h2>
          <p className="small two">
            Decide again, or say why the decision stands all the same. Until then it waits with its owner.
          </p>
          {list(open)}
          <div className={classes.verbs}>
            <DecideAgain decision={decision} look="default" />
          </div>
        </div>
      )}
      {rest.length > 0 && (
        <details className={classes.fold}>
          <summary>
            {decision.superseded_at
              ? `${plural(rest.length, "record")} spoke against it`
              : `${plural(rest.length, "record")} dismissed`}
          </summary>
          {list(rest)}
        </details>
      )}
    </section>
  );
}
