import type { ReactNode } from "react";
import { StateLabel } from "@/shared/ui/state-glyph";
import type { Look } from "../words";

/** A standing with its glyph; one that is neither good nor bad stands in the second ink. */
export function LookLabel({ look: { state, word } }: { look: Look }): ReactNode {
  return state === null ? <span className="two">{word}</span> : <StateLabel state={state}>{word}</StateLabel>;
}
