import { lazy } from "react";
import type { components } from "@/api/schema";
import { defineKind } from "@/shared/records/kind";
import { KeyResultBar } from "./components/key-result-bar";
import { KeyResultStatus } from "./components/key-result-status";
import { formatReach } from "./words";

export type Cycle = components["schemas"]["CycleOut"];
export type Objective = components["schemas"]["ObjectiveOut"];
export type KeyResult = components["schemas"]["KeyResultOut"];
export type CheckIn = components["schemas"]["CheckInOut"];

export const cycle = defineKind<Cycle>({
  name: "cycle",
  domain: "strategy",
  plural: "cycles",
  label: "Cycle",
  labelPlural: "Cycles",
  icon: "clock",
  purpose: "The stretch of time that goals are set for. Pace is measured against it.",
  fields: [
    { name: "starts_on", label: "Starts", type: "date", required: true, sort: true, width: 120 },
    { name: "ends_on", label: "Ends", type: "date", required: true, sort: true, width: 120 },
  ],
  defaultSort: "-starts_on",
});

export const objective = defineKind<Objective>({
  name: "objective",
  domain: "strategy",
  plural: "objectives",
  label: "Objective",
  labelPlural: "Objectives",
  icon: "strategy",
  purpose: "Where to, in words that people remember. Its key results say how anybody will know.",
  fields: [
    { name: "cycle", label: "Cycle", type: "record", of: "cycle", sort: true, filter: true, width: 180 },
    { name: "owner", label: "Owner", type: "person", sort: true, filter: true, width: 150 },
    { name: "team", label: "Team", type: "team", sort: true, filter: true, width: 150 },
  ],
  asks: ["cycle", "owner", "team"],
  imports: ["okrs"],
  sections: [{ id: "key-results", component: lazy(() => import("./components/objective-section")) }],
});

export const keyResult = defineKind<KeyResult>({
  name: "key_result",
  domain: "strategy",
  plural: "key-results",
  label: "Key result",
  labelPlural: "Key results",
  icon: "flag",
  purpose: "A number that moves when the objective is met: from where, to where, by when.",
  chained: true,
  imports: ["okrs"],
  fields: [
    {
      name: "status",
      label: "Status",
      type: "text",
      readOnly: true,
      width: 112,
      show: (record) => <KeyResultStatus keyResult={record} />,
    },
    {
      name: "progress",
      label: "Progress",
      type: "number",
      readOnly: true,
      width: 220,
      method: "(current − baseline) / (target − baseline), held between 0 and 1.",
      show: (record) => <KeyResultBar keyResult={record} />,
    },
    {
      name: "current",
      label: "Now",
      type: "number",
      readOnly: true,
      sort: true,
      width: 140,
      show: (record) => <span className="tn strong">{formatReach(record)}</span>,
    },
    {
      name: "confidence",
      label: "Confidence",
      type: "number",
      digits: 2,
      readOnly: true,
      sort: true,
      width: 110,
    },
    { name: "owner", label: "Owner", type: "person", sort: true, filter: true, width: 140 },
    {
      name: "objective",
      label: "Objective",
      type: "record",
      of: "objective",
      required: true,
      filter: true,
      width: 220,
    },
    { name: "cycle", label: "Cycle", type: "record", of: "cycle", readOnly: true, filter: true, width: 160 },
    {
      name: "baseline",
      label: "Baseline",
      type: "number",
      required: true,
      hint: "The value at the start.",
      width: 100,
    },
    {
      name: "target",
      label: "Target",
      type: "number",
      required: true,
      hint: "Not the baseline.",
      width: 100,
    },
    { name: "unit", label: "Unit", type: "text", hint: "%, days, €, calls a week", width: 90 },
    { name: "checked_in_at", label: "Checked in", type: "date", readOnly: true, sort: true, width: 110 },
  ],
  columns: ["status", "progress", "current", "confidence", "owner", "checked_in_at", "objective"],
  asks: ["objective", "baseline", "target", "unit", "owner"],
  subtitle: (record) =>
    record.hints.length > 0 ? <span className="undecided">{record.hints.join(" ")}</span> : null,
  actions: lazy(() => import("./components/check-in-button")),
  sections: [
    { id: "history", component: lazy(() => import("./components/history-section")) },
    { id: "initiatives", component: lazy(() => import("./components/initiatives-section")) },
    { id: "standing", component: lazy(() => import("./components/standing")), place: "aside" },
  ],
});
