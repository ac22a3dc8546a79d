/** The chain of the practice, in its order. */
export const chainSteps = [
  { name: "evidence", label: "Evidence", next: "Link evidence" },
  { name: "opportunity", label: "Opportunity", next: "Name the need" },
  { name: "hypothesis", label: "Hypothesis", next: "State it" },
  { name: "initiative", label: "Initiative", next: "Start one" },
  { name: "score", label: "Score", next: "Score it" },
  { name: "decision", label: "Decision", next: "Decide" },
  { name: "roadmap", label: "Roadmap", next: "Place it" },
  { name: "experiment", label: "Experiment", next: "Plan test" },
  { name: "metric", label: "Metric", next: "Pick metric" },
  { name: "key_result", label: "Key result", next: "Link a goal" },
  { name: "outcome", label: "Outcome", next: "After the test" },
] as const;

export type StepName = (typeof chainSteps)[number]["name"];
