import { createElement, lazy } from "react";
import type { components } from "@/api/schema";
import { defineKind } from "@/shared/records/kind";
import { LastLook } from "./components/stale-words";
import { horizons } from "./words";

type Schemas = components["schemas"];
export type Initiative = Schemas["InitiativeOut"];
export type Board = Schemas["BoardOut"];
export type Card = Schemas["CardOut"];

export const initiative = defineKind<Initiative>({
  name: "initiative",
  domain: "roadmap",
  plural: "initiatives",
  label: "Initiative",
  labelPlural: "Initiatives",
  icon: "roadmap",
  purpose:
    "A piece of work from idea to outcome, with the chain that says why it is built and whether it worked.",
  chained: true,
  imports: [
    "initiatives",
    "jira",
    "linear",
    "github",
    "gitlab",
    "trello",
    "asana",
    "productboard",
    "shortcut",
  ],
  fields: [
    {
      name: "state",
      label: "State",
      type: "select",
      readOnly: true,
      filter: true,
      sort: true,
      width: 110,
      options: [
        { value: "idea", label: "Idea" },
        { value: "candidate", label: "Candidate" },
        { value: "committed", label: "Committed", icon: "check" },
        { value: "building", label: "Building", icon: "play" },
        { value: "shipped", label: "Shipped", icon: "flag" },
        { value: "closed", label: "Closed", icon: "lock" },
      ],
    },
    {
      name: "outcome",
      label: "Outcome",
      type: "select",
      readOnly: true,
      filter: true,
      width: 100,
      options: [
        { value: "win", label: "Win", state: "better" },
        { value: "no_win", label: "No win", icon: "minus" },
        { value: "redirect", label: "Redirect", icon: "redirect" },
        { value: "dropped", label: "Dropped", icon: "no" },
      ],
    },
    {
      name: "horizon",
      label: "Horizon",
      type: "select",
      readOnly: true,
      filter: true,
      width: 90,
      options: [...horizons],
    },
    { name: "confidence", label: "Confidence", type: "number", unit: "%", digits: 0, sort: true, width: 100 },
    {
      name: "effort_weeks",
      label: "Effort",
      type: "number",
      unit: "w",
      sort: true,
      width: 80,
      hint: "In team-weeks",
    },
    { name: "owner", label: "Owner", type: "person", filter: true, width: 130 },
    { name: "team", label: "Team", type: "team", filter: true, width: 120 },
    { name: "starts_on", label: "Start", type: "date", sort: true, width: 100 },
    { name: "target_on", label: "Target", type: "date", sort: true, width: 100 },
    { name: "milestone", label: "Milestone", type: "record", of: "milestone", filter: true, width: 140 },
    { name: "project", label: "Project", type: "text", sort: true, filter: true, width: 130 },
    {
      name: "story_points",
      label: "Story points",
      type: "number",
      sort: true,
      width: 100,
      hint: "As the backlog tool said; no rule turns them into weeks",
    },
    {
      name: "updated_at",
      label: "Last look",
      type: "date",
      readOnly: true,
      width: 150,
      show: (record) => createElement(LastLook, { record }),
    },
    { name: "shipped_on", label: "Shipped", type: "date", readOnly: true, width: 100 },
    { name: "closed_on", label: "Closed", type: "date", readOnly: true, width: 100 },
  ],
  columns: [
    "state",
    "horizon",
    "confidence",
    "effort_weeks",
    "owner",
    "target_on",
    "team",
    "updated_at",
    "project",
    "story_points",
  ],
  asks: ["owner", "effort_weeks"],
  actions: lazy(() => import("./components/state-actions")),
  sections: [
    { id: "outcome", component: lazy(() => import("./components/outcome")) },
    { id: "hypotheses", component: lazy(() => import("./components/hypotheses")) },
    { id: "evidence", component: lazy(() => import("./components/evidence")) },
    { id: "own-fields", component: lazy(() => import("./components/own-fields")), place: "aside" },
    { id: "by-hand", component: lazy(() => import("./components/by-hand")), place: "aside" },
    { id: "review", component: lazy(() => import("./components/review")), place: "aside" },
    { id: "gate", component: lazy(() => import("./components/gate")), place: "aside" },
    { id: "decisions", component: lazy(() => import("./components/decisions")), place: "aside" },
    { id: "instead", component: lazy(() => import("./components/instead")), place: "aside" },
  ],
});

export const milestone = defineKind<Schemas["MilestoneOut"]>({
  name: "milestone",
  domain: "roadmap",
  plural: "milestones",
  label: "Milestone",
  labelPlural: "Milestones",
  icon: "flag",
  purpose: "A day that others plan around. Initiatives name the one they must be ready for.",
  fields: [
    { name: "due_on", label: "Due", type: "date", sort: true, width: 110 },
    { name: "reached_on", label: "Reached", type: "date", sort: true, width: 110 },
    { name: "owner", label: "Owner", type: "person", filter: true, width: 140 },
  ],
  asks: ["due_on", "owner"],
});
