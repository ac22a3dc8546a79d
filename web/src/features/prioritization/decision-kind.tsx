import { lazy } from "react";
import type { components } from "@/api/schema";
import { reasons, verdicts } from "@/shared/decisions/words";
import { defineKind } from "@/shared/records/kind";
import { Against, Outlook } from "./components/outlook";

export type Decision = components["schemas"]["DecisionOut"];

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
      label: "Verdict",
      type: "select",
      filter: true,
      sort: true,
      width: 100,
      options: verdicts.map(({ value, said }) => ({ value, label: said, verdict: value })),
    },
    { name: "subject", label: "On", type: "record", of: "initiative", width: 220 },
    {
      name: "reason_code",
      label: "Reason",
      type: "select",
      filter: true,
      width: 190,
      options: reasons.map(({ value, label }) => ({ value, label })),
    },
    { name: "decided_on", label: "Decided", type: "date", sort: true, width: 100 },
    {
      name: "triggers",
      label: "Look again",
      type: "flag",
      filter: "is_due",
      width: 180,
      show: (record) => (record.triggers.length > 0 ? <Outlook decision={record} /> : undefined),
    },
    {
      name: "contradictions",
      label: "Against it",
      type: "flag",
      filter: "is_contradicted",
      width: 110,
      show: (record) => (record.contradictions.length > 0 ? <Against decision={record} /> : undefined),
    },
    { name: "owner", label: "Owner", type: "person", filter: true, width: 130 },
    {
      name: "told_count",
      label: "Told",
      type: "number",
      width: 64,
    },
    {
      name: "statement",
      label: "Public",
      type: "flag",
      filter: "is_published",
      width: 80,
      show: (record) => (record.statement.published_at ? "Public" : <span className="three">No</span>),
    },
    {
      name: "superseded_at",
      label: "In force",
      type: "flag",
      filter: "in_force",
      width: 100,
      show: (record) => (record.superseded_at ? <span className="three">Superseded</span> : "Yes"),
    },
  ],
  columns: [
    "verdict",
    "triggers",
    "decided_on",
    "contradictions",
    "reason_code",
    "owner",
    "told_count",
    "statement",
    "superseded_at",
  ],
  subtitle: (record) => record.subject.key,
  actions: lazy(() => import("./components/decide-again")),
  sections: [
    { id: "words", place: "lead", component: lazy(() => import("./components/decision-words")) },
    { id: "alarm", place: "lead", component: lazy(() => import("./components/decision-alarm")) },
    { id: "triggers", component: lazy(() => import("./components/decision-triggers")) },
    { id: "told", component: lazy(() => import("./components/decision-told")) },
    { id: "statement", component: lazy(() => import("./components/decision-statement")) },
    { id: "basis", component: lazy(() => import("./components/decision-basis")) },
  ],
});
