/** A link reads as a sentence, from source to target; seen from the target it reads the other way. */
const words: Record<string, readonly [string, string]> = {
  derives_from: ["derives from", "leads to"],
  supports: ["supports", "supported by"],
  refutes: ["refutes", "refuted by"],
  tests: ["tests", "tested by"],
  measures: ["measures", "measured by"],
  contributes_to: ["contributes to", "served by"],
  blocks: ["blocks", "blocked by"],
  answers: ["answers", "answered by"],
};

export const linkKinds = Object.keys(words);

export function linkWord(kind: string, direction: "out" | "in"): string {
  const pair = words[kind];
  if (!pair) return kind.replaceAll("_", " ");
  return direction === "out" ? pair[0] : pair[1];
}

export interface LinkChoice {
  value: string;
  label: string;
  kind: string;
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
