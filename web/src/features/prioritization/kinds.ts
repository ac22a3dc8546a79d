import { lazy } from "react";
import type { components } from "@/api/schema";
import { reasons, verdicts } from "@/shared/decisions/words";
import { formatNumber } from "@/shared/format/format";
import { defineKind } from "@/shared/records/kind";

type Schemas = components["schemas"];
export type Sheet = Schemas["SheetOut"];
export type Row = Schemas["RankedRowOut"];
export type Model = Schemas["ModelOut"];
export type Round = Schemas["ScoringRoundOut"];
export type Decision = Schemas["DecisionOut"];

export const scoringRound = defineKind<Round>({
  name: "scoring_round",
  domain: "prioritization",
  plural: "scoring-rounds",
  label: "Scoring round",
  labelPlural: "Scoring rounds",
  icon: "prioritization",
  purpose:
    "Several people score the same candidates in private; the reveal shows the order, and where they disagree.",
  fields: [
    {
      name: "state",
      label: "State",
      type: "select",
      readOnly: true,
      filter: true,
      width: 110,
      options: [
        { value: "open", label: "Open", icon: "lock" },
        { value: "revealed", label: "Revealed", icon: "eye" },
        { value: "closed", label: "Closed", icon: "check" },
      ],
    },
    { name: "scoring_model", label: "Model", type: "record", of: "scoring_model", width: 150 },
    { name: "candidate_count", label: "Candidates", type: "number", readOnly: true, width: 100 },
    { name: "rater_count", label: "Raters asked", type: "number", readOnly: true, width: 110 },
    { name: "due_on", label: "Private until", type: "date", sort: true, width: 110 },
    {
      name: "capacity_weeks",
      label: "Capacity",
      type: "number",
      unit: "w",
      width: 90,
      hint: "In team-weeks",
    },
  ],
  columns: ["state", "candidate_count", "rater_count", "due_on", "scoring_model"],
  asks: ["due_on", "capacity_weeks"],
});

export const decision = defineKind<Decision>({
  name: "decision",
  domain: "prioritization",
  plural: "decisions",
  label: "Decision",
  labelPlural: "Decisions",
  icon: "check",
  purpose: "What was said yes to, what was said no to, and why. A no is as easy to find as a yes.",
  readOnly: true,
  fields: [
    {
      name: "verdict",
      label: "Decision",
      type: "select",
      filter: true,
      sort: true,
      width: 100,
      options: verdicts.map(({ value, label }) => ({ value, label, verdict: value })),
    },
    { name: "subject", label: "On", type: "record", of: "initiative", width: 220 },
    {
      name: "reason_code",
      label: "Reason",
      type: "select",
      filter: true,
      width: 200,
      options: reasons.map(({ value, label }) => ({ value, label })),
    },
    { name: "decided_on", label: "Decided", type: "date", sort: true, width: 100 },
    { name: "owner", label: "Owner", type: "person", filter: true, width: 130 },
    { name: "revisit_on", label: "Look again", type: "date", sort: true, width: 110 },
    { name: "superseded_at", label: "Superseded", type: "date", width: 110 },
    { name: "supersedes", label: "Supersedes", type: "record", of: "decision" },
  ],
  columns: ["verdict", "reason_code", "decided_on", "revisit_on", "owner"],
  subtitle: (record) => (record as Decision).subject.key,
  sections: [
    { id: "words", component: lazy(() => import("./components/decision-words")) },
    { id: "basis", component: lazy(() => import("./components/decision-basis")) },
  ],
});

export const scoringModel = defineKind<Schemas["ScoringModelOut"]>({
  name: "scoring_model",
  domain: "prioritization",
  plural: "scoring-models",
  label: "Scoring model",
  labelPlural: "Scoring models",
  icon: "limit",
  purpose: "The formula, and what a 1 and a 20 mean here. Without that, two people score two things.",
  fields: [
    {
      name: "formula",
      label: "Formula",
      type: "select",
      required: true,
      width: 140,
      options: [
        { value: "wsjf", label: "WSJF" },
        { value: "safe", label: "SAFe WSJF" },
      ],
    },
    { name: "formula_words", label: "Computed as", type: "text", readOnly: true, width: 420 },
  ],
});

/** A score as it is written everywhere: two digits. */
export function formatScore(score: number): string {
  return formatNumber(score, { digits: 2 });
}
