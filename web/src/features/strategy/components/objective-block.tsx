import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { useMay, useRecordPath } from "@/shared/people/workspace-context";
import { CreateDialog } from "@/shared/records/create-dialog";
import { Button } from "@/shared/ui/button";
import { StateLabel } from "@/shared/ui/state-glyph";
import { type KeyResult, keyResult, objective as kind, type Objective } from "../kinds";
import { formatShare, lookOf, standingOf } from "../words";
import classes from "./goals.module.css";
import { KeyResultRow } from "./key-result-row";

/** An objective and the numbers that say whether it is met. */
export function ObjectiveBlock({
  objective,
  keyResults,
}: {
  objective: Objective;
  keyResults: readonly KeyResult[];
}): ReactNode {
  const may = useMay();
  const pathOf = useRecordPath();
  const [adding, setAdding] = useState(false);
  const { status, progress } = standingOf(keyResults);
  const { state, word } = lookOf(status);
  const who = [objective.owner?.name, objective.team?.name].filter(Boolean).join(", ");
  return (
    <section aria-label={objective.title}>
      <div className={classes.head}>
        <div className={classes.name}>
          <h2>
            <Link to={pathOf({ ...kind, id: objective.id })}>{objective.title}</Link>
          </h2>
          <p className="small three">
            <span className="mono">{objective.key}</span> {who}
          </p>
        </div>
        <span className="row">
          {progress !== null && (
            <span className="tn two" title="Mean progress of its key results">
              {formatShare(progress)}
            </span>
          )}
          {keyResults.length > 0 && <StateLabel state={state}>{word}</StateLabel>}
        </span>
        {may.write && (
          <Button size="small" look="quiet" icon="plus" onClick={() => setAdding(true)}>
            Key result
          </Button>
        )}
      </div>
      {keyResults.length === 0 && (
        <p className={classes.none}>No key result yet: nobody could say whether this is met.</p>
      )}
      <ul>
        {keyResults.map((each) => (
          <KeyResultRow key={each.id} keyResult={each} />
        ))}
      </ul>
      {adding && (
        <CreateDialog
          kind={keyResult}
          initial={{ objective }}
          onClose={() => setAdding(false)}
          onCreated={() => undefined}
        />
      )}
    </section>
  );
}
