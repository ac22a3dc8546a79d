import type { ReactNode } from "react";
import { Link } from "react-router";
import { formatMoment } from "@/shared/format/dates";
import { sentenceCase } from "@/shared/format/format";
import { useRecordPath, useTimeZone } from "@/shared/people/workspace-context";
import { Icon } from "@/shared/ui/icon";
import { SectionHead } from "@/shared/ui/page-head";
import { useChanges } from "../api";
import { type Horizon, horizonLabel } from "../words";
import classes from "./board.module.css";

type Change = NonNullable<ReturnType<typeof useChanges>["data"]>[number];

function pairOf(change: Change, name: string): [string | null, string | null] | null {
  const pair = change.changes[name];
  if (!Array.isArray(pair)) return null;
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  return [text(pair[0]), text(pair[1])];
}

function wordsOf(change: Change): { says: string; from: string; to: string } | null {
  const horizon = pairOf(change, "horizon") as [Horizon | null, Horizon | null] | null;
  const state = pairOf(change, "state");
  const outcome = pairOf(change, "outcome")?.[1];
  if (state) {
    const to = outcome ? sentenceCase(outcome.replace("_", " ")) : sentenceCase(state[1] ?? "");
    return { says: outcome ? "is closed" : "changed state", from: sentenceCase(state[0] ?? ""), to };
  }
  if (horizon) return { says: "moved", from: horizonLabel(horizon[0]), to: horizonLabel(horizon[1]) };
  return null;
}

/** What moved lately, from where to where, by whom and why. */
export function Changes(): ReactNode {
  const { data } = useChanges();
  const pathOf = useRecordPath();
  const zone = useTimeZone();
  const told = (data ?? []).flatMap((change) => {
    const words = wordsOf(change);
    return words ? [{ change, words }] : [];
  });
  if (told.length === 0) return null;
  return (
    <aside className={classes.changes} aria-label="Moved lately">
      <SectionHead title="Moved lately" count={told.length} />
      <ul>
        {told.map(({ change, words }) => (
          <li key={change.id}>
            <p>
              <Link
                className="strong"
                to={pathOf({ domain: "roadmap", plural: "initiatives", id: change.initiative_id })}
              >
                {change.title}
              </Link>{" "}
              {words.says}
            </p>
            <p className="small two row wrap">
              {words.from} <Icon name="arrow" size="small" label="to" /> <b>{words.to}</b>
            </p>
            {pairOf(change, "reason")?.[1] && <p className="small two">{pairOf(change, "reason")?.[1]}</p>}
            <p className="micro three">
              {change.actor?.name ?? "Truenorth"}, {formatMoment(change.at, zone)}
            </p>
          </li>
        ))}
      </ul>
    </aside>
  );
}
