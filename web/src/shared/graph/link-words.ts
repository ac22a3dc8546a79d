import type { components } from "@/api/schema";

export type LinkKind = components["schemas"]["LinkKind"];

/** A link reads as a sentence, from source to target; seen from the target it reads the other way. */
const words: Record<LinkKind, readonly [string, string]> = {
  derives_from: ["derives from", "leads to"],
  supports: ["supports", "supported by"],
  refutes: ["refutes", "refuted by"],
  tests: ["tests", "tested by"],
  measures: ["measures", "measured by"],
  contributes_to: ["contributes to", "served by"],
  blocks: ["blocks", "blocked by"],
  answers: ["answers", "answered by"],
};

export const linkKinds = Object.keys(words) as LinkKind[];

export function linkWord(kind: LinkKind, direction: "out" | "in"): string {
  return words[kind][direction === "out" ? 0 : 1];
}

export interface LinkChoice {
  value: string;
  label: string;
  kind: LinkKind;
  direction: "out" | "in";
}

export const linkChoices: readonly LinkChoice[] = linkKinds.flatMap((kind) =>
  (["out", "in"] as const).map((direction) => ({
    value: `${kind}:${direction}`,
    label: linkWord(kind, direction),
    kind,
    direction,
  })),
);
