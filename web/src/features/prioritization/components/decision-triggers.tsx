import type { ReactNode } from "react";
import { Link } from "react-router";
import type { RecordOut } from "@/api/types";
import { useMeasures } from "@/shared/decisions/use-measures";
import { formatDate } from "@/shared/format/dates";
import { useTimeZone } from "@/shared/people/workspace-context";
import { Icon } from "@/shared/ui/icon";
import { SectionHead } from "@/shared/ui/page-head";
import { StateLabel } from "@/shared/ui/state-glyph";
import type { Decision } from "../decision-kind";
import { useNodePath } from "../node";
import { firedWords, type Trigger, waitingWords } from "../standing";
import classes from "./decision.module.css";

function Waiting({ trigger }: { trigger: Trigger }): ReactNode {
  const zone = useTimeZone();
  const { data, isPending, error } = useMeasures(trigger.node?.id, trigger.qualifier?.id);
  if (trigger.kind === "date") return `The owner is asked on ${formatDate(trigger.on ?? "", zone)}`;
  if (!trigger.node) return "The record that it reads is gone, so it waits for nothing";
  if (isPending) return "Reading…";
  const measure = error ? undefined : data?.find((each) => each.name === trigger.measure);
  return waitingWords(trigger, measure?.value ?? null);
}

function TriggerLine({ trigger, isPast }: { trigger: Trigger; isPast: boolean }): ReactNode {
  const zone = useTimeZone();
  const pathOf = useNodePath();
  return (
    <li className={classes.line}>
      <Icon name={trigger.kind === "date" ? "clock" : "analytics"} size="small" />
      <div className="grow">
        <p>{trigger.words}</p>
        <p className="small three">
          {trigger.fired_at ? (
            <StateLabel state="undecided">{firedWords(trigger, zone)}</StateLabel>
          ) : isPast ? (
            "It waits no more: a later decision took over"
          ) : (
            <Waiting trigger={trigger} />
          )}
        </p>
      </div>
      {trigger.node && (
        <Link className="link small" to={pathOf(trigger.node)}>
          {trigger.node.key}
        </Link>
      )}
    </li>
  );
}

/** When it is looked at again: what waits, with its reading now, and what fired. */
export default function DecisionTriggers({ record }: { record: RecordOut }): ReactNode {
  const decision = record as Decision;
  return (
    <section>
      <SectionHead title="Look again" count={decision.triggers.length || undefined}>
        {decision.triggers.length > 1 && "Whichever comes first"}
      </SectionHead>
      {decision.triggers.length === 0 && (
        <p className={`three ${classes.note}`}>
          No trigger is set, so nobody is asked to look again. A later decision can set one.
        </p>
      )}
      <ul>
        {decision.triggers.map((trigger) => (
          <TriggerLine key={trigger.id} trigger={trigger} isPast={Boolean(decision.superseded_at)} />
        ))}
      </ul>
    </section>
  );
}
