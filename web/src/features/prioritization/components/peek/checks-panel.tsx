import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem } from "@/api/problem";
import { formatNumber, sentenceCase } from "@/shared/format/format";
import { Button } from "@/shared/ui/button";
import { TextField } from "@/shared/ui/inputs";
import { StateLabel } from "@/shared/ui/state-glyph";
import { Skeleton } from "@/shared/ui/states";
import { useDuel } from "../../api";
import type { Head } from "../../kinds";
import { labelOf } from "../../scores";
import classes from "./peek.module.css";

function Findings({ head }: { head: Head }): ReactNode {
  const { findings } = head.standing;
  return (
    <section className={classes.part}>
      <h3>What does not look right</h3>
      {findings.map((finding) => (
        <div key={`${finding.rule} ${finding.candidate_id} ${finding.words}`} className="small">
          <StateLabel state="undecided">{sentenceCase(finding.rule)}</StateLabel>
          <p className="two">{finding.words}</p>
        </div>
      ))}
      {findings.length === 0 && (
        <p className="small three">
          Each column uses its scale, none counts the same thing twice, and every column has somebody's 1.
        </p>
      )}
    </section>
  );
}

function Asks({ head }: { head: Head }): ReactNode {
  const { asks } = head.standing;
  return (
    <section className={classes.part}>
      <h3>Worth asking once more</h3>
      {asks.map((ask) => (
        <p key={`${ask.id} ${ask.column}`} className={classes.line}>
          <span className="two">
            {labelOf(head.columns, ask.column)} of {ask.title}
          </span>
          <span className="tn nowrap">
            <b>{formatNumber(ask.places, { digits: 1 })}</b> places
          </span>
        </p>
      ))}
      {asks.length === 0 && <p className="small three">No single estimate moves the order around the cut.</p>}
    </section>
  );
}

function Differences({ round, formula }: { round: string; formula: string }): ReactNode {
  const { data, error } = useDuel(round, formula);
  if (error) {
    const problem = asProblem(error);
    const named = Object.values(problem.fields).flat().join(" ");
    return (
      <p className="small worse" role="alert">
        {named || problem.message}
      </p>
    );
  }
  if (!formula) return null;
  if (!data) return <Skeleton rows={3} height={40} />;
  return (
    <div className={classes.form} role="status">
      <p className="small two">
        {data.differences.length === 0
          ? `${data.first} and ${data.second} give all ${data.compared} the same order.`
          : `Of ${data.compared}, these stand elsewhere by ${data.second}:`}
      </p>
      {data.differences.map((each) => (
        <div key={each.id}>
          <p className={classes.line}>
            <b>{each.title}</b>
            <span className="tn nowrap">
              {each.first_rank} to <b>{each.second_rank}</b>
            </span>
          </p>
          <p className="small three">{each.reason}</p>
        </div>
      ))}
    </div>
  );
}

/** Another formula over the same columns, and who would stand elsewhere by it. */
function ModelDuel({ head }: { head: Head }): ReactNode {
  const [typed, setTyped] = useState(head.model.formula);
  const [asked, setAsked] = useState("");
  function ask(event: FormEvent): void {
    event.preventDefault();
    setAsked(typed.trim());
  }
  return (
    <section className={classes.part}>
      <h3>Against another formula</h3>
      <form className={classes.form} onSubmit={ask}>
        <TextField
          label="Formula"
          hint={`Over ${head.columns.map(({ key }) => key).join(", ")}`}
          value={typed}
          maxLength={500}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" disabled={!typed.trim()}>
          Compare the orders
        </Button>
      </form>
      <Differences round={head.scoring_round.id} formula={asked} />
    </section>
  );
}

/** What the numbers themselves say about the numbers, and what another model would make of them. */
export function ChecksPanel({ head }: { head: Head }): ReactNode {
  return (
    <>
      <Findings head={head} />
      <Asks head={head} />
      <ModelDuel head={head} />
    </>
  );
}
