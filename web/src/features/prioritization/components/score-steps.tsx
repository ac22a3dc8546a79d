import type { ReactNode } from "react";
import { classNames } from "@/shared/ui/classes";
import classes from "./score-steps.module.css";

/** More than these are a bar, not steps. */
const stepsAtMost = 24;

interface Props {
  total: number;
  at: number;
  titleOf: (at: number) => string | undefined;
  isDone: (at: number) => boolean;
  onGo: (at: number) => void;
}

/** How far one is, and the way to any other candidate. */
export function ScoreSteps({ total, at, titleOf, isDone, onGo }: Props): ReactNode {
  if (total > stepsAtMost)
    return (
      <label className={classes.range}>
        <span className="sr">Candidate</span>
        <input
          type="range"
          min={1}
          max={total}
          value={at + 1}
          onChange={(event) => onGo(Number(event.currentTarget.value) - 1)}
        />
      </label>
    );
  return (
    <nav className={classes.steps} aria-label="Candidates">
      {Array.from({ length: total }, (_, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
          key={index}
          type="button"
          className={classNames(classes.step, index === at && classes.at, isDone(index) && classes.done)}
          aria-label={`${index + 1}: ${titleOf(index) ?? "candidate"}${isDone(index) ? ", scored" : ""}`}
          aria-current={index === at || undefined}
          onClick={() => onGo(index)}
        />
      ))}
    </nav>
  );
}
