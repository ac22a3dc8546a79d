import type { ReactNode } from "react";
import { sentenceCase } from "@/shared/format/format";
import classes from "./scale.module.css";

interface Props {
  label: string;
  steps: readonly number[];
  /** Words that stand for some of the steps. */
  answers?: Readonly<Record<string, number>>;
  value: number | undefined;
  onPick: (value: number | null) => void;
  /** Large enough for a thumb. */
  big?: boolean;
  locked?: boolean;
  /** A step to compare with: what the candidate before got. */
  reference?: number;
}

/** A few steps, one chosen; the chosen one again takes it back. */
export function Scale({
  label,
  steps,
  answers = {},
  value,
  onPick,
  big,
  locked,
  reference,
}: Props): ReactNode {
  const words = new Map(Object.entries(answers).map(([word, step]) => [step, sentenceCase(word)]));
  return (
    <fieldset className={classes.scale} data-big={big || undefined} disabled={locked} data-scale>
      <legend className="sr">{label}</legend>
      {steps.map((step) => (
        <button
          key={step}
          type="button"
          className={classes.step}
          aria-pressed={step === value}
          aria-label={`${label}: ${words.get(step) ?? step}`}
          onClick={() => onPick(step === value ? null : step)}
        >
          {words.get(step) ?? step}
          {step === reference && step !== value && <span className={classes.dot} />}
        </button>
      ))}
    </fieldset>
  );
}
