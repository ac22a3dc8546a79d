import type { Effect, MetricReadout, Readout, Split } from "./kinds";

export function effect(more: Partial<Effect> = {}): Effect {
  return {
    variant: "tour",
    control_n: 4054,
    control_value: 0.2,
    n: 4046,
    value: 0.206,
    effect: 0.029,
    low: -0.106,
    high: 0.164,
    p_value: 1,
    adjusted_p_value: 1,
    chance_to_win: 0.744,
    verdict: "undecided",
    sentence: "Undecided.",
    note: "",
    computed: {
      formula: "Difference of rates",
      source: "",
      numbers: [{ name: "standard deviation", control: 0.4, treatment: 0.405 }],
      standard_error: 0.0444,
    },
    ...more,
  };
}

export function metric(more: Partial<MetricReadout> = {}): MetricReadout {
  return {
    name: "retained_30_days",
    label: "retained 30 days",
    kind: "proportion",
    role: "long_term",
    is_lower_better: false,
    margin: 0.05,
    covariate: null,
    is_read: true,
    effects: [effect()],
    ...more,
  };
}

export const split: Split = {
  p_value: 0.93,
  is_flagged: false,
  is_blocking: false,
  sentence: "As planned.",
  arms: [
    { variant: "control", is_control: true, weight: 1, n: 4054, expected: 4050 },
    { variant: "tour", is_control: false, weight: 1, n: 4046, expected: 4050 },
  ],
};

/** A rise of what the change was made for, and staying undecided. */
export function readout(more: Partial<Readout> = {}): Readout {
  const completed = metric({
    name: "completed",
    label: "completed onboarding",
    role: "primary",
    margin: null,
    effects: [
      effect({ control_value: 0.4, value: 0.459, effect: 0.148, low: 0.058, high: 0.238, verdict: "better" }),
    ],
  });
  return {
    asked: {
      method: "sequential",
      effect: "relative",
      cuped: "on",
      segment: null,
      alpha: 0.05,
      correction: "holm",
    },
    segments: [],
    has_covariate: false,
    srm: split,
    data_quality: [],
    metrics: [completed, metric()],
    levels: [],
    decision: {
      verdict: "undecided",
      standing: "no_win",
      ships: false,
      is_blocked: false,
      is_planned: true,
      headline: "Not a win",
      reason: "Completed onboarding is better, but retained 30 days is undecided.",
      variant: "tour",
      variants: [],
    },
    method: { sentence: "", formulas: [] },
    ...more,
  };
}
