import type { ReactNode } from "react";
import { type Strength, strengths } from "@/shared/ui/strength-glyph";
import classes from "./strength-ladder.module.css";

const most = 24;

/** One small block for each piece of evidence, firmest first, full to hollow. Many are drawn in proportion. */
export function StrengthLadder({ counts }: { counts: Record<Strength, number> }): ReactNode {
  const total = strengths.reduce((sum, each) => sum + counts[each], 0);
  const scale = total > most ? most / total : 1;
  const says = strengths.map((each) => `${counts[each]} ${each}`).join(", ");
  return (
    <span className={classes.ladder} role="img" aria-label={says}>
      {strengths.flatMap((each) =>
        Array.from({ length: counts[each] && Math.max(1, Math.round(counts[each] * scale)) }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: identical blocks in a fixed order
          <i key={`${each}-${index}`} data-strength={each} />
        )),
      )}
    </span>
  );
}
