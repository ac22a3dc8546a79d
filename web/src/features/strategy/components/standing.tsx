import type { ReactNode } from "react";
import type { RecordOut } from "@/api/types";
import { HowComputed } from "@/shared/ui/number-with-method";
import { SectionHead } from "@/shared/ui/page-head";
import { StateLabel } from "@/shared/ui/state-glyph";
import type { KeyResult } from "../kinds";
import { formatShare, lookOf } from "../words";
import classes from "./standing.module.css";

/** The status in words, and how it is computed. */
export default function Standing({ record }: { record: RecordOut }): ReactNode {
  const keyResult = record as KeyResult;
  const { state, word } = lookOf(keyResult.status);
  const inputs = [
    { label: "Progress", value: formatShare(keyResult.progress) },
    {
      label: "Time passed",
      value: keyResult.expected_progress === null ? "no cycle" : formatShare(keyResult.expected_progress),
    },
    {
      label: "Confidence",
      value: keyResult.confidence === null ? "not given" : formatShare(keyResult.confidence),
    },
  ];
  return (
    <section className={classes.standing}>
      <SectionHead title="Standing">
        <HowComputed
          method={{
            name: "The weaker of pace and confidence",
            formula: "pace = progress / time passed",
            inputs,
            from: "From 0.7 on track, from 0.4 at risk, below off track. In the first tenth of a cycle pace counts as on track.",
          }}
        />
      </SectionHead>
      <StateLabel state={state}>{word}</StateLabel>
      <p className="two">{keyResult.status_reason}</p>
    </section>
  );
}
