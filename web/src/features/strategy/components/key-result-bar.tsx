import type { ReactNode } from "react";
import type { components } from "@/api/schema";
import { Meter } from "@/shared/ui/meter";
import { formatShare, lookOf } from "../words";
import classes from "./goals.module.css";

type KeyResult = components["schemas"]["KeyResultOut"];

const tones = {
  on_track: "better",
  at_risk: "undecided",
  off_track: "worse",
  no_data: undefined,
} as const;

/** Progress as a bar, with a tick where even pace would stand today. */
export function KeyResultBar({ keyResult }: { keyResult: KeyResult }): ReactNode {
  const { progress, expected_progress: expected, status } = keyResult;
  const says = `${formatShare(progress)} of the way${expected === null ? "" : `, even pace is ${formatShare(expected)}`}, ${lookOf(status).word.toLowerCase()}`;
  return (
    <span className={classes.progress}>
      <Meter
        share={progress}
        tone={tones[status]}
        tick={expected !== null && expected > 0 && expected < 1 ? expected : null}
        says={says}
      />
      <span className="tn small two" aria-hidden="true">
        {formatShare(progress)}
      </span>
    </span>
  );
}
