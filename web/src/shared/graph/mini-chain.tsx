import type { ReactNode } from "react";
import type { StepState } from "@/api/types";
import { classNames } from "@/shared/ui/classes";
import classes from "./mini-chain.module.css";
import { chainSteps } from "./steps";

const words: Record<StepState, string> = {
  filled: "there",
  half: "half there",
  hollow: "missing",
  here: "this record",
};

export function chainInWords(states: readonly StepState[]): string {
  const missing = chainSteps
    .filter((_, index) => states[index] === "hollow")
    .map((step) => step.label.toLowerCase());
  const half = chainSteps
    .filter((_, index) => states[index] === "half")
    .map((step) => step.label.toLowerCase());
  if (missing.length === 0 && half.length === 0) return "Chain complete";
  return [
    missing.length > 0 && `Missing: ${missing.join(", ")}`,
    half.length > 0 && `waiting: ${half.join(", ")}`,
  ]
    .filter(Boolean)
    .join("; ");
}

/** The chain in eleven dots, for rows and cards; its title says it in words. */
export function MiniChain({
  states,
  className,
}: {
  states: readonly StepState[];
  className?: string;
}): ReactNode {
  const says = chainInWords(states);
  return (
    <span className={classNames(classes.chain, className)} role="img" aria-label={says} title={says}>
      {chainSteps.map((step, index) => (
        <i
          key={step.name}
          data-state={states[index] ?? "hollow"}
          title={`${step.label}: ${words[states[index] ?? "hollow"]}`}
        />
      ))}
    </span>
  );
}
