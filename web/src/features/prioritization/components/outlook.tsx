import type { ReactNode } from "react";
import { useTimeZone } from "@/shared/people/workspace-context";
import { StateLabel } from "@/shared/ui/state-glyph";
import type { Decision } from "../decision-kind";
import { asksToDecideAgain, firedTriggers, openContradictions, outlook } from "../standing";

/** In a row of the register: what waits, or that it came due. */
export function Outlook({ decision }: { decision: Decision }): ReactNode {
  const words = outlook(decision, useTimeZone());
  if (decision.superseded_at) return <span className="three">Superseded</span>;
  const isDue = asksToDecideAgain(decision) && firedTriggers(decision).length > 0;
  return isDue ? <StateLabel state="undecided">{words}</StateLabel> : <span className="tn">{words}</span>;
}

/** In a row of the register: how much speaks against it. */
export function Against({ decision }: { decision: Decision }): ReactNode {
  const count = openContradictions(decision).length;
  if (count === 0) return <span className="three">Dismissed</span>;
  if (decision.superseded_at) return <span className="three">Decided again</span>;
  return <StateLabel state="undecided">{count === 1 ? "1 record" : `${count} records`}</StateLabel>;
}
