import type { Cell, Column, Detail, Head, Row } from "./kinds";

/** Made-up rounds for the tests of this feature. */

const scale = [1, 2, 3, 5, 8, 13, 20];

export function column(key: string, change: Partial<Column> = {}): Column {
  return {
    key,
    label: key.charAt(0).toUpperCase() + key.slice(1),
    scale,
    unit: null,
    answers: {},
    is_cost: key === "effort",
    reads: null,
    state: "open",
    is_revote: false,
    opened_at: null,
    ends_at: null,
    reveals_at_end: false,
    revealed_at: null,
    ...change,
  };
}

export function cell(key: string, change: Partial<Cell> = {}): Cell {
  return {
    column: key,
    mean: 5,
    raters: 3,
    spread: 1,
    low: 3,
    high: 8,
    notches: 2,
    agreement: "medium",
    tally: [
      [3, 1],
      [5, 1],
      [8, 1],
    ],
    agreed: null,
    is_reopened: false,
    ...change,
  };
}

export function row(cells: readonly Cell[], change: Partial<Row> = {}): Row {
  return {
    candidate_id: 1,
    node: {
      id: "n",
      kind: "initiative",
      key: "INI-1",
      title: "Tour",
      domain: "roadmap",
      plural: "initiatives",
      state: "Idea",
      archived_at: null,
    },
    place: {
      position: 1,
      rank: 1,
      score: 2.6,
      spread: 0.4,
      cost: 5,
      rank_low: 1,
      rank_high: 3,
      p_top5: 0.9,
      p_fits: 0.9,
      is_split: false,
      problem: "",
    },
    cells,
    missing: [],
    own: {},
    own_reason: "",
    decision: null,
    override: null,
    ...change,
  };
}

export const head: Head = {
  scoring_round: {
    id: "r",
    kind: "scoring_round",
    key: "RND-1",
    title: "Q2",
    body: "",
    version: 1,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    created_by: null,
    archived_at: null,
    scoring_model: { id: "m", kind: "scoring_model", key: "MOD-1", title: "WSJF" },
    state: "open",
    is_by_column: false,
    due_on: null,
    capacity_weeks: null,
    capacity_count: null,
    revealed_at: null,
    closed_at: null,
    candidate_count: 2,
    rater_count: 1,
  },
  standing: { revision: 1, is_stale: false, computed_at: null, method: "", asks: [], findings: [] },
  model: {
    key: "custom",
    name: "Mine",
    formula: "(value + risk) / effort",
    formula_words: "(Value + Risk) ÷ Effort",
  },
  columns: [column("value"), column("risk"), column("effort")],
  own_columns: ["value", "risk", "effort"],
  current_column: null,
  raters: [
    {
      id: 7,
      member: { id: "ann", name: "Ann" },
      columns: ["value", "risk", "effort"],
      asked: 6,
      scored: 1,
    },
  ],
  candidate_count: 2,
  ranked_count: 2,
  cut: null,
  price_unit: "points × weeks",
};

export function detailOf(own: Row["own"]): Detail {
  return {
    row: row([], { own }),
    cells: [],
    reasons: [],
    notes: [],
    missing_raters: [],
  };
}
