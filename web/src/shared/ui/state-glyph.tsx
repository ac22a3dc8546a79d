import type { ReactNode } from "react";
import { classNames } from "./classes";
import { Icon, type IconName } from "./icon";
import classes from "./state-glyph.module.css";

const solid = "currentColor";
const ring = { fill: "none", stroke: solid } as const;
const cut = { fill: "none", className: classes.cut, strokeWidth: 1.4, strokeLinecap: "round" } as const;

const glyphs = {
  better: <path d="M6 1.4 11 10.2H1z" fill={solid} />,
  worse: <path d="M6 10.6 1 1.8h10z" fill={solid} />,
  undecided: (
    <>
      <path d="M6 1 11 6l-5 5-5-5z" {...ring} strokeWidth={1.4} />
      <path d="M6 1v10L1 6z" fill={solid} />
    </>
  ),
  incomplete: <circle cx={6} cy={6} r={4.6} {...ring} strokeWidth={1.4} strokeDasharray="2.2 1.8" />,
  on_track: (
    <>
      <circle cx={6} cy={6} r={5.2} fill={solid} />
      <path d="m3.6 6.2 1.7 1.7 3.2-3.6" {...cut} />
    </>
  ),
  at_risk: (
    <>
      <path d="M6 .9 11.6 10.8H.4z" fill={solid} />
      <path d="M6 4.6v2.7M6 9v.01" {...cut} />
    </>
  ),
  off_track: (
    <>
      <rect x={1.2} y={1.2} width={9.6} height={9.6} rx={1.6} fill={solid} />
      <path d="m4 4 4 4M8 4 4 8" {...cut} />
    </>
  ),
} as const;

const looks = {
  better: ["better", "Better"],
  worse: ["worse", "Worse"],
  undecided: ["undecided", "Undecided"],
  incomplete: ["incomplete", "Incomplete"],
  on_track: ["better", "On track"],
  at_risk: ["undecided", "At risk"],
  off_track: ["worse", "Off track"],
} as const satisfies Record<keyof typeof glyphs, readonly [string, string]>;

const decisions = {
  yes: ["check", "Yes"],
  not_now: ["clock", "Not now"],
  no: ["no", "No"],
  merge_into: ["merge", "Merged"],
} as const satisfies Record<string, readonly [IconName, string]>;

export type Meaning = keyof typeof glyphs;
export type Verdict = keyof typeof decisions;

/** A meaning with its glyph and its word; never the colour alone. */
export function StateLabel({ state, children }: { state: Meaning; children?: ReactNode }): ReactNode {
  const [tone, word] = looks[state];
  return (
    <span className={classNames(classes.state, tone)}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        {glyphs[state]}
      </svg>
      {children ?? word}
    </span>
  );
}

/** Verdicts stand in the second ink: a no is not an error. */
export function DecisionLabel({ verdict, children }: { verdict: Verdict; children?: ReactNode }): ReactNode {
  const [icon, word] = decisions[verdict];
  return (
    <span className={classNames(classes.state, "two")}>
      <Icon name={icon} size="small" />
      {children ?? word}
    </span>
  );
}
