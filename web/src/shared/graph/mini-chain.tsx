import type { ReactNode } from "react";
import type { StepState } from "@/api/types";
import { classNames } from "@/shared/ui/classes";
import classes from "./mini-chain.module.css";
import { chainSteps } from "./steps";

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

const step = 8;
const middle = 2.5;

function dots(
  states: readonly StepState[],
  wanted: StepState,
  radius: number,
  sweep: "whole" | "half",
): string {
  return chainSteps
    .flatMap((_, index) => {
      if ((states[index] ?? "hollow") !== wanted) return [];
      const x = index * step + middle;
      const left = `M${x} ${middle + radius}a${radius} ${radius} 0 0 1 0 ${-2 * radius}`;
      return sweep === "half" ? left : `${left}a${radius} ${radius} 0 0 1 0 ${2 * radius}`;
    })
    .join("");
}

/** The chain in eleven dots, for rows and cards; its title says it in words. One path for each state keeps rows light. */
export function MiniChain({
  states,
  className,
}: {
  states: readonly StepState[];
  className?: string;
}): ReactNode {
  const says = chainInWords(states);
  const paths = [
    [classes.filled, dots(states, "filled", 2.5, "whole")],
    [classes.here, dots(states, "here", 2.5, "whole")],
    [classes.hollow, dots(states, "hollow", 2, "whole")],
    [classes.half, dots(states, "half", 2, "half")],
    [classes.rim, dots(states, "half", 2, "whole")],
  ] as const;
  return (
    <svg
      width={chainSteps.length * step - 3}
      height={5}
      className={classNames(classes.chain, className)}
      role="img"
      aria-label={says}
    >
      <title>{says}</title>
      {paths.map(([look, path]) => path && <path key={look} className={look} d={path} />)}
    </svg>
  );
}
