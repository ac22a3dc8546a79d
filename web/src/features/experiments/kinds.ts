import { lazy } from "react";
import type { components } from "@/api/schema";
import { defineKind } from "@/shared/records/kind";
import { outcomes } from "./words";

type Schemas = components["schemas"];

export type Experiment = Schemas["ExperimentOut"];
export type Readout = Schemas["ReadoutOut"];
export type MetricReadout = Schemas["MetricReadoutOut"];
export type Effect = Schemas["EffectOut"];
export type Split = Schemas["SrmOut"];

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
    {
      name: "outcome",
      label: "Outcome",
      type: "select",
      readOnly: true,
      width: 120,
      options: outcomes.map(({ value, label, state }) => ({ value, label, state })),
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
  columns: ["state", "outcome", "owner", "starts_on", "ends_on", "results_file"],
  asks: ["owner", "starts_on", "ends_on"],
  actions: lazy(() => import("./components/upload-results")),
  sections: [
    { id: "verdict", component: lazy(() => import("./components/verdict")), place: "lead" },
    { id: "readout", component: lazy(() => import("./components/readout")) },
    { id: "planning", component: lazy(() => import("./components/planning-section")) },
    { id: "closing", component: lazy(() => import("./components/closing")), place: "aside" },
  ],
});
