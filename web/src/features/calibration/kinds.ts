import { lazy } from "react";
import type { components } from "@/api/schema";
import { defineKind } from "@/shared/records/kind";

export type Prediction = components["schemas"]["PredictionOut"];
export type Forecasts = components["schemas"]["ForecastsOut"];
export type Calibration = components["schemas"]["CalibrationOut"];

export const prediction = defineKind<Prediction>({
  name: "prediction",
  domain: "calibration",
  plural: "predictions",
  label: "Prediction",
  labelPlural: "Predictions",
  icon: "calibration",
  purpose:
    "What we expect, how sure each of us is, and by when it will show. Written down before, scored after.",
  fields: [
    {
      name: "state",
      label: "State",
      type: "select",
      readOnly: true,
      width: 110,
      options: [
        { value: "open", label: "Open", icon: "clock" },
        { value: "due", label: "Due", state: "undecided" },
        { value: "resolved", label: "Resolved", icon: "check" },
      ],
    },
    {
      name: "outcome",
      label: "Outcome",
      type: "select",
      readOnly: true,
      filter: true,
      width: 130,
      options: [
        { value: "yes", label: "It happened", icon: "check" },
        { value: "no", label: "It did not", icon: "no" },
        { value: "unresolvable", label: "Unresolvable", state: "incomplete" },
      ],
    },
    { name: "resolve_by", label: "Resolves by", type: "date", required: true, sort: true, width: 120 },
    {
      name: "subject",
      label: "About",
      type: "record",
      of: "initiative",
      readOnly: true,
      sort: true,
      width: 240,
      hint: "The initiative it is about. Link it to other records once it is made.",
    },
    {
      name: "forecast_count",
      label: "Forecasts",
      type: "number",
      readOnly: true,
      width: 100,
      hint: "People who gave a probability.",
    },
  ],
  columns: ["state", "outcome", "resolve_by", "subject", "forecast_count"],
  asks: ["resolve_by", "subject"],
  defaultSort: "resolve_by",
  actions: lazy(() => import("./components/resolve-button")),
  sections: [
    { id: "forecasts", component: lazy(() => import("./components/forecasts-section")) },
    { id: "resolution", component: lazy(() => import("./components/resolution")), place: "aside" },
  ],
});
