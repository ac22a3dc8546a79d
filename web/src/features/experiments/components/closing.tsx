import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import type { RecordOut } from "@/api/types";
import { formatDate } from "@/shared/format/dates";
import { useMay, useTimeZone } from "@/shared/people/workspace-context";
import { usePatch } from "@/shared/records/use-record";
import { Button } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { TextArea } from "@/shared/ui/inputs";
import { SectionHead } from "@/shared/ui/page-head";
import { StateLabel } from "@/shared/ui/state-glyph";
import { toast } from "@/shared/ui/toasts";
import { conclude, useReadout } from "../api";
import { checksOf, isWin } from "../checks";
import { type Experiment, experiment as kind, type Readout } from "../kinds";
import { type Outcome, outcomeOf, outcomes } from "../words";
import classes from "./closing.module.css";

function Checks({ readout }: { readout: Readout }): ReactNode {
  return (
    <ul className={classes.checks} aria-label="What a win needs">
      {checksOf(readout).map((check) => (
        <li key={check.label}>
          <Icon
            name={check.isMet ? "check" : "alert"}
            size="small"
            className={check.isMet ? "better" : "undecided"}
            label={check.isMet ? "Met" : "Missing"}
          />
          <span>
            {check.label}
            <span className="small three">{check.detail}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Why an outcome cannot be recorded; empty where it can. */
function refusalOf(outcome: Outcome, readout: Readout): string {
  if (outcome === "inconclusive") return "";
  if (readout.decision.is_blocked)
    return "Neither a win nor none can be concluded from data that are not sound.";
  if (outcome === "win" && !isWin(readout)) return `Not a win. ${readout.decision.reason}`;
  return "";
}

function Choice({
  outcome,
  readout,
  isChosen,
  onChoose,
}: {
  outcome: (typeof outcomes)[number];
  readout: Readout;
  isChosen: boolean;
  onChoose: () => void;
}): ReactNode {
  const refusal = refusalOf(outcome.value, readout);
  return (
    <label className={classes.choice} data-on={isChosen || undefined} data-off={refusal !== "" || undefined}>
      <input type="radio" name="outcome" checked={isChosen} disabled={refusal !== ""} onChange={onChoose} />
      <span>
        <span className={classes.verb}>
          {refusal && <Icon name="lock" size="small" label="Refused" />}
          {outcome.verb}
        </span>
        <span className="small two">{refusal || outcome.hint}</span>
      </span>
    </label>
  );
}

function Close({ experiment, readout }: { experiment: Experiment; readout: Readout }): ReactNode {
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const chosen = outcome !== null && refusalOf(outcome, readout) === "" ? outcome : null;

  async function record(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!chosen) return;
    setBusy(true);
    setProblem(null);
    try {
      await conclude(experiment.id, { version: experiment.version, outcome: chosen, reason });
      toast({ message: `${experiment.key}: conclusion recorded` });
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      await client.invalidateQueries({ queryKey: ["records", kind.name] });
      await client.invalidateQueries({ queryKey: ["node", experiment.id] });
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void record(event)}>
      <fieldset className={classes.choices}>
        <legend className="sr">Outcome</legend>
        {outcomes.map((each) => (
          <Choice
            key={each.value}
            outcome={each}
            readout={readout}
            isChosen={chosen === each.value}
            onChoose={() => setOutcome(each.value)}
          />
        ))}
      </fieldset>
      {chosen && (
        <div className={classes.reason}>
          <TextArea
            label="Reason, if there is more to say"
            rows={3}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </div>
      )}
      {problem && (
        <p className="worse" role="alert">
          {problem.message}
        </p>
      )}
      <div className={classes.acts}>
        <Button look="primary" type="submit" busy={busy} disabled={!chosen}>
          Record conclusion
        </Button>
      </div>
    </form>
  );
}

/** What was concluded, by whom the log says; taken back by letting it run again. */
function Concluded({ experiment }: { experiment: Experiment }): ReactNode {
  const zone = useTimeZone();
  const may = useMay();
  const patch = usePatch(kind);
  const outcome = outcomeOf(experiment);
  if (!outcome) return null;
  return (
    <div className={classes.concluded}>
      <StateLabel state={outcome.state}>{outcome.label}</StateLabel>
      {experiment.concluded_at && (
        <span className="small three">Concluded on {formatDate(experiment.concluded_at, zone)}</span>
      )}
      {experiment.outcome_reason && <p className="two">{experiment.outcome_reason}</p>}
      {may.edit && !experiment.archived_at && (
        <div className={classes.acts}>
          <Button size="small" icon="undo" onClick={() => void patch(experiment, { state: "running" })}>
            Run it again
          </Button>
        </div>
      )}
    </div>
  );
}

/** Ending the experiment with what it showed. A win that was not shown is refused, and it is said what is missing. */
export default function Closing({ record }: { record: RecordOut }): ReactNode {
  const experiment = record as Experiment;
  const may = useMay();
  const { data } = useReadout(record.id);
  if (!data || data.srm.arms.length === 0) return null;
  const mayClose = may.edit && !experiment.archived_at && !experiment.outcome;
  return (
    <section aria-label="Conclusion">
      <SectionHead title="Conclusion" />
      {experiment.outcome && <Concluded experiment={experiment} />}
      <Checks readout={data} />
      {mayClose && <Close experiment={experiment} readout={data} />}
    </section>
  );
}
