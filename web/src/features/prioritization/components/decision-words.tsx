import type { ReactNode } from "react";
import { Link } from "react-router";
import type { RecordOut } from "@/api/types";
import { reasonLabel } from "@/shared/decisions/words";
import { formatDate } from "@/shared/format/dates";
import { useTimeZone } from "@/shared/people/workspace-context";
import { Icon } from "@/shared/ui/icon";
import { KeyLabel } from "@/shared/ui/key-label";
import { DecisionLabel } from "@/shared/ui/state-glyph";
import type { Decision } from "../decision-kind";
import { useLater } from "../decisions-api";
import { useNodePath } from "../node";
import classes from "./decision.module.css";

function RecordLink({ node }: { node: Decision["subject"] }): ReactNode {
  const pathOf = useNodePath();
  return (
    <span className="row">
      <Link className="link" to={pathOf(node)}>
        {node.title}
      </Link>
      <KeyLabel>{node.key}</KeyLabel>
    </span>
  );
}

/** What came before it and what took its place. */
function Line({ decision }: { decision: Decision }): ReactNode {
  const zone = useTimeZone();
  const { supersedes, superseded_at } = decision;
  const { data: later } = useLater(decision);
  if (!supersedes && !superseded_at) return null;
  return (
    <div className={`small ${classes.succession}`}>
      {superseded_at && (
        <p className="row wrap">
          <Icon name="archive" size="small" />
          <b>Superseded {formatDate(superseded_at, zone)}</b>
          {later && <RecordLink node={later} />}
        </p>
      )}
      {supersedes && (
        <p className="row wrap three">
          Takes the place of <RecordLink node={supersedes} />
        </p>
      )}
    </div>
  );
}

/** The verdict and its reason, in words that can be sent on. */
export default function DecisionWords({ record }: { record: RecordOut }): ReactNode {
  const decision = record as Decision;
  const zone = useTimeZone();
  return (
    <section className={classes.words} data-past={Boolean(decision.superseded_at) || undefined}>
      <div className="row wrap">
        <span className={classes.verdict}>
          <DecisionLabel verdict={decision.verdict} />
        </span>
        {decision.verdict !== "merge_into" && <span className="three">to</span>}
        <RecordLink node={decision.subject} />
        {decision.merged_into && (
          <>
            <span className="three">into</span>
            <RecordLink node={decision.merged_into} />
          </>
        )}
      </div>
      <p className={`body ${classes.reason}`}>{decision.reason}</p>
      <p className="small three">
        {reasonLabel(decision.reason_code)} · {formatDate(decision.decided_on, zone)}
        {decision.owner && ` · ${decision.owner.name} answers for it`}
      </p>
      <Line decision={decision} />
    </section>
  );
}
