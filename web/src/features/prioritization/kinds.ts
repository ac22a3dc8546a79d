import { lazy } from "react";
import type { components } from "@/api/schema";
import { formatNumber } from "@/shared/format/format";
import { defineKind } from "@/shared/records/kind";

type Schemas = components["schemas"];
export type Head = Schemas["RoundHeadOut"];
export type Column = Schemas["ColumnOut"];
/** The client knows a pair in the contract only as a list. */
export type Cell = Omit<Schemas["CellOut"], "tally"> & { tally: readonly (readonly number[])[] };
export type Row = Omit<Schemas["RoundRowOut"], "cells"> & { cells: readonly Cell[] };
export type Detail = Omit<Schemas["DetailOut"], "row"> & { row: Row };
export type Round = Schemas["ScoringRoundOut"];
export type ScoringModel = Schemas["ScoringModelOut"];

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
    { name: "is_by_column", label: "One column at a time", type: "flag", width: 150 },
    { name: "capacity_weeks", label: "Capacity", type: "number", unit: "w", width: 90 },
    { name: "capacity_count", label: "Capacity, in candidates", type: "number", width: 120 },
  ],
  columns: ["state", "candidate_count", "rater_count", "due_on", "scoring_model"],
  dialog: lazy(() => import("./components/round-dialog")),
});

export const scoringModel = defineKind<ScoringModel>({
  name: "scoring_model",
  domain: "prioritization",
  plural: "scoring-models",
  label: "Scoring model",
  labelPlural: "Scoring models",
  icon: "limit",
  purpose: "The formula, and what a 1 and a 20 mean here. Without that, two people score two things.",
  fields: [
    { name: "formula_words", label: "Computed as", type: "text", readOnly: true, width: 420 },
    { name: "formula", label: "Formula", type: "text", readOnly: true, width: 260 },
  ],
  dialog: lazy(() => import("./components/model-dialog")),
});

/** A score as it is written everywhere: two digits, and none where it counts money. */
export function formatScore(score: number, { signed = false } = {}): string {
  return formatNumber(score, { digits: Math.abs(score) >= 1000 ? 0 : 2, signed });
}
