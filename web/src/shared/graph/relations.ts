import type { LinkIn, NodeRef } from "@/api/types";
import type { LinkKind } from "./link-words";
import type { StepName } from "./steps";

/** How a record of one step is tied to one of another: which link, and which of the two is its source. */
interface Relation {
  kind: LinkKind;
  source: "new" | "here";
}

const none: Partial<Record<string, Relation>> = {};

const derivesFromHere: Relation = { kind: "derives_from", source: "new" };
const hereDerives: Relation = { kind: "derives_from", source: "here" };

/** The pairs the practice knows, by the step of the new record and the step of the record at hand. */
const relations: Partial<Record<string, Partial<Record<string, Relation>>>> = {
  evidence: {
    opportunity: hereDerives,
    hypothesis: { kind: "supports", source: "new" },
    decision: { kind: "supports", source: "new" },
  },
  opportunity: { evidence: derivesFromHere, hypothesis: hereDerives, initiative: hereDerives },
  hypothesis: {
    opportunity: derivesFromHere,
    initiative: hereDerives,
    experiment: { kind: "tests", source: "here" },
  },
  initiative: {
    opportunity: derivesFromHere,
    hypothesis: derivesFromHere,
    key_result: { kind: "contributes_to", source: "new" },
    decision: { kind: "answers", source: "here" },
  },
  experiment: { hypothesis: { kind: "tests", source: "new" } },
  key_result: { initiative: { kind: "contributes_to", source: "here" } },
  metric: {
    key_result: { kind: "measures", source: "new" },
    experiment: { kind: "measures", source: "new" },
  },
};

export function relationOf(
  newStep: StepName | string,
  hereStep: string | null | undefined,
): Relation | undefined {
  return hereStep ? (relations[newStep] ?? none)[hereStep] : undefined;
}

/** The link a new record is born with; its own end stays open. */
export function birthLink(relation: Relation, here: Pick<NodeRef, "id">): LinkIn {
  return relation.source === "new"
    ? { kind: relation.kind, target: here.id }
    : { kind: relation.kind, source: here.id };
}

/** The same relation as a choice of the link dialog, seen from the record at hand. */
export function relationChoice(relation: Relation): string {
  return `${relation.kind}:${relation.source === "here" ? "out" : "in"}`;
}
