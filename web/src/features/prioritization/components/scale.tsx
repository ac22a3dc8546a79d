import type { ReactNode } from "react";
import classes from "./scale.module.css";

interface Props {
  label: string;
  steps: readonly number[];
  value: number | undefined;
  onPick: (value: number | null) => void;
  /** Large enough for a thumb. */
  big?: boolean;
  locked?: boolean;
  /** A step to compare with: what the candidate before got. */
  reference?: number;
}

/** Seven steps, one chosen; the chosen one again takes it back. */
export function Scale({ label, steps, value, onPick, big, locked, reference }: Props): ReactNode {
  return (
    <fieldset className={classes.scale} data-big={big || undefined} disabled={locked}>
      <legend className="sr">{label}</legend>
      {steps.map((step) => (
        <button
          key={step}
          type="button"
          className={classes.step}
          aria-pressed={step === value}
          aria-label={`${label}: ${step}`}
          onClick={() => onPick(step === value ? null : step)}
        >
          {step}
          {step === reference && step !== value && <span className={classes.dot} />}
        </button>
      ))}
    </fieldset>
  );
}
