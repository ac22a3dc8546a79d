import { lazy } from "react";
import type { components } from "@/api/schema";
import { defineKind } from "@/shared/records/kind";

export type Experiment = components["schemas"]["ExperimentOut"];
export type Readout = components["schemas"]["ReadoutOut"];
export type MetricReadout = components["schemas"]["MetricReadoutOut"];
export type Effect = components["schemas"]["EffectOut"];

export const experiment = defineKind<Experiment>({
  name: "experiment",
  domain: "experiments",
  plural: "experiments",
  label: "Experiment",
  labelPlural: "Experiments",
  icon: "experiments",
  purpose:
    "What was varied, what was measured, and what may be concluded. A rise that is noise is not called a rise.",
  chained: true,
  fields: [
    {
      name: "state",
      label: "State",
      type: "select",
      required: true,
      filter: true,
      width: 120,
      options: [
        { value: "draft", label: "Draft", state: "incomplete" },
        { value: "running", label: "Running", icon: "play" },
        { value: "ended", label: "Ended", icon: "check" },
      ],
    },
    { name: "owner", label: "Owner", type: "person", filter: true, width: 140 },
    { name: "starts_on", label: "Started", type: "date", sort: true, width: 110 },
    { name: "ends_on", label: "Ends", type: "date", sort: true, width: 110 },
    {
      name: "unit",
      label: "Unit",
      type: "text",
      width: 110,
      hint: "What was assigned: a person, a team, an account.",
    },
    { name: "results_file", label: "Results from", type: "text", readOnly: true, width: 180 },
  ],
  columns: ["state", "owner", "starts_on", "ends_on", "results_file"],
  asks: ["owner", "starts_on", "ends_on"],
  actions: lazy(() => import("./components/upload-results")),
  sections: [
    { id: "readout", component: lazy(() => import("./components/readout")) },
    { id: "verdict", component: lazy(() => import("./components/verdict")), place: "aside" },
  ],
});
