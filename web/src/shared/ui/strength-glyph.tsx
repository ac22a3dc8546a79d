import type { ReactNode } from "react";
import classes from "./strength-glyph.module.css";

const ring = { cx: 6, cy: 6, r: 4.4, fill: "none", stroke: "currentColor" } as const;

const glyphs = {
  observed: <circle cx={6} cy={6} r={5} fill="currentColor" />,
  told: (
    <>
      <circle {...ring} strokeWidth={1.2} />
      <path d="M6 1.6a4.4 4.4 0 0 0 0 8.8z" fill="currentColor" />
    </>
  ),
  asked: <circle {...ring} strokeWidth={1.4} />,
  internal: <circle {...ring} strokeWidth={1.2} strokeDasharray="1.5 1.95" />,
} as const;

export type Strength = keyof typeof glyphs;

export const strengths: readonly Strength[] = ["observed", "told", "asked", "internal"];

export function isStrength(value: unknown): value is Strength {
  return typeof value === "string" && value in glyphs;
}

const words: Record<Strength, string> = {
  observed: "Observed",
  told: "Told",
  asked: "Asked",
  internal: "Internal",
};

/** How strong a piece of evidence is: full to dashed, one colour, so that it reads in black and white. */
export function StrengthGlyph({
  strength,
  withWord = false,
}: {
  strength: Strength;
  withWord?: boolean;
}): ReactNode {
  const glyph = (
    <svg viewBox="0 0 12 12" className={classes.glyph} role="img" aria-label={words[strength]}>
      {glyphs[strength]}
    </svg>
  );
  if (!withWord) return glyph;
  return (
    <span className={classes.worded}>
      <svg viewBox="0 0 12 12" className={classes.glyph} aria-hidden="true">
        {glyphs[strength]}
      </svg>
      {words[strength]}
    </span>
  );
}

/** "5 observed, 6 told …" in one line. */
export function StrengthTally({ counts }: { counts: Partial<Record<Strength, number>> }): ReactNode {
  return (
    <span className={classes.tally}>
      {strengths
        .filter((each) => counts[each])
        .map((each) => (
          <span key={each} className={classes.worded}>
            <svg viewBox="0 0 12 12" className={classes.glyph} aria-hidden="true">
              {glyphs[each]}
            </svg>
            {counts[each]} {each}
          </span>
        ))}
    </span>
  );
}
