import type { ReactNode } from "react";
import type { RecordOut } from "@/api/types";
import { type Meaning, StateLabel } from "@/shared/ui/state-glyph";
import { useReadout } from "../api";
import type { Readout } from "../kinds";
import classes from "./readout.module.css";

function meaningOf({ split, verdict, metrics }: Readout): Meaning {
  if (split.is_flagged) return "off_track";
  if (verdict.is_win) return "better";
  if (metrics.every((metric) => metric.effects.length === 0)) return "incomplete";
  return verdict.headline === "Worse" ? "worse" : "undecided";
}

const tones: Partial<Record<Meaning, string>> = {
  better: "better",
  worse: "worse",
  off_track: "worse",
  undecided: "undecided",
};

/** What the experiment may be called, in words, and why. */
export default function Verdict({ record }: { record: RecordOut }): ReactNode {
  const { data } = useReadout(record.id);
  if (!data) return null;
  const meaning = meaningOf(data);
  return (
    <section className={classes.verdict} data-tone={tones[meaning]} aria-label="Verdict">
      <h2 className={classes.headline}>
        <StateLabel state={meaning}>{data.verdict.headline}</StateLabel>
      </h2>
      <p>{data.verdict.sentence}</p>
    </section>
  );
}
