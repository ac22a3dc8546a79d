import type { ReactNode } from "react";
import type { RecordOut } from "@/api/types";
import { formatMoment } from "@/shared/format/dates";
import { useTimeZone } from "@/shared/people/workspace-context";
import { useMoves } from "../api";
import type { Initiative } from "../kinds";
import { verbOf } from "../words";
import { Checks } from "./checks";
import classes from "./initiative.module.css";

function Overrides({ initiative }: { initiative: Initiative }): ReactNode {
  const zone = useTimeZone();
  return initiative.overrides.map((each) => (
    <div key={each.at} className={classes.gate}>
      <p className="strong">Gate overridden by {each.by.name}</p>
      <p className="two">{each.reason}</p>
      <ul className="small three">
        {each.missing.map((missing) => (
          <li key={missing}>{missing}</li>
        ))}
      </ul>
      <p className="small three">{formatMoment(each.at, zone)}</p>
    </div>
  ));
}

/** What the next gate asks for, and who passed one by name. */
export default function Gate({ record }: { record: RecordOut }): ReactNode {
  const initiative = record as Initiative;
  const { data: moves = [] } = useMoves(initiative.id, initiative.version);
  const gated = moves.find((move) => move.checks.length > 0);
  const met = gated?.checks.filter((check) => check.is_met).length ?? 0;
  if (!gated && initiative.overrides.length === 0) return null;
  return (
    <section className="stack" aria-label="Gate">
      {gated && (
        <div className={classes.gate}>
          <div className="row spread">
            <h2 className="strong">
              To {verbOf(initiative.state, gated).replace("Commit", "commit").replace("Close", "close")}
            </h2>
            <span className={met === gated.checks.length ? "better small strong" : "undecided small strong"}>
              {met} of {gated.checks.length}
            </span>
          </div>
          <Checks checks={gated.checks} />
          {!gated.is_open && <p className="small three">An override is possible. It shows your name.</p>}
        </div>
      )}
      <Overrides initiative={initiative} />
    </section>
  );
}
