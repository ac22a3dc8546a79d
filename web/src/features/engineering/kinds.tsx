import { lazy } from "react";
import type { components } from "@/api/schema";
import { formatMoney } from "@/shared/format/format";
import { defineKind, type FieldOf } from "@/shared/records/kind";
import { LookLabel } from "./components/look-label";
import { type Adr, type Constraint, type Debt, formatRoom, lookOfLimit, lookOfTrend, readAdr } from "./words";

type Schemas = components["schemas"];

export const component = defineKind<Schemas["ComponentOut"]>({
  name: "component",
  domain: "engineering",
  plural: "components",
  label: "Component",
  labelPlural: "Components",
  icon: "engineering",
  purpose:
    "The parts the product is built from. Limits and debt hang on them, so that a plan meets them early.",
  imports: ["components", "catalog"],
  fields: [
    {
      name: "sort",
      label: "Sort",
      type: "select",
      required: true,
      filter: "sort_of",
      width: 110,
      options: [
        { value: "component", label: "Component" },
        { value: "api", label: "API" },
        { value: "resource", label: "Resource" },
        { value: "system", label: "System" },
        { value: "domain", label: "Domain" },
      ],
    },
    {
      name: "type",
      label: "Type",
      type: "text",
      width: 110,
      hint: "In your own words: service, library, website.",
    },
    {
      name: "lifecycle",
      label: "Lifecycle",
      type: "text",
      width: 110,
      hint: "In your own words: production, deprecated.",
    },
    { name: "part_of", label: "Part of", type: "record", of: "component", filter: true, width: 150 },
    { name: "team", label: "Team", type: "team", filter: true, width: 130 },
    { name: "owner", label: "Owner", type: "person", filter: true, width: 130 },
    { name: "repository", label: "Repository", type: "text", width: 220 },
  ],
  columns: ["team", "owner", "type", "lifecycle", "part_of", "sort", "repository"],
  asks: ["sort", "type", "lifecycle", "part_of", "team", "owner", "repository"],
  sections: [{ id: "dependencies", component: lazy(() => import("./components/dependencies-section")) }],
});

export const constraint = defineKind<Constraint>({
  name: "constraint",
  domain: "engineering",
  plural: "constraints",
  label: "Constraint",
  labelPlural: "Constraints",
  icon: "limit",
  purpose: "A limit that work runs into: a quota, a size, a rule. Known limits cost less than found ones.",
  fields: [
    {
      name: "sort",
      label: "Limit of",
      type: "select",
      required: true,
      width: 100,
      options: [
        { value: "rate", label: "Rate" },
        { value: "quota", label: "Quota" },
        { value: "size", label: "Size" },
        { value: "latency", label: "Latency" },
        { value: "licence", label: "Licence" },
        { value: "residency", label: "Residency" },
        { value: "contract", label: "Contract" },
        { value: "other", label: "Something else" },
      ],
    },
    { name: "component", label: "Component", type: "record", of: "component", filter: true, width: 150 },
    { name: "limit", label: "Limit", type: "number", sort: true, width: 90 },
    { name: "used", label: "Used", type: "number", sort: true, width: 90 },
    { name: "unit", label: "Unit", type: "text", width: 130, hint: "What is counted: calls a minute, MB." },
    {
      name: "standing",
      label: "Standing",
      type: "text",
      readOnly: true,
      width: 140,
      method: "Used by limit. Near from the share that is set here on; over from the whole limit on.",
      show: (record) => <LookLabel look={lookOfLimit(record)} />,
    },
    {
      name: "source",
      label: "Source",
      type: "text",
      width: 180,
      hint: "Where the number stands: a page, a contract, a dashboard.",
    },
    { name: "checked_on", label: "Checked on", type: "date", sort: true, width: 110 },
    { name: "near_percent", label: "Near from", type: "number", unit: "%", digits: 0, width: 90 },
    {
      name: "stale_after_days",
      label: "Check again after",
      type: "number",
      unit: "d",
      digits: 0,
      width: 120,
    },
    { name: "owner", label: "Owner", type: "person", filter: true, width: 130 },
  ],
  columns: ["standing", "used", "limit", "unit", "component", "checked_on", "source", "owner"],
  asks: ["sort", "component", "limit", "used", "unit", "source", "checked_on", "owner"],
  subtitle: (record) => formatRoom((record as Constraint).standing),
});

export const debt = defineKind<Debt>({
  name: "debt",
  domain: "engineering",
  plural: "debts",
  label: "Debt",
  labelPlural: "Debt",
  icon: "branch",
  purpose: "Work that was put off and costs hours every week. Priced, it can compete with what is new.",
  fields: [
    {
      name: "sort",
      label: "In",
      type: "select",
      required: true,
      width: 120,
      options: [
        { value: "code", label: "Code" },
        { value: "architecture", label: "Architecture" },
        { value: "tests", label: "Tests" },
        { value: "dependencies", label: "Dependencies" },
        { value: "infrastructure", label: "Infrastructure" },
        { value: "documentation", label: "Documentation" },
        { value: "security", label: "Security" },
        { value: "other", label: "Something else" },
      ],
    },
    { name: "component", label: "Component", type: "record", of: "component", filter: true, width: 150 },
    {
      name: "principal_days",
      label: "To repay",
      type: "number",
      unit: "d",
      sort: true,
      width: 100,
      hint: "Days of work that would repay it.",
    },
    {
      name: "interest_hours",
      label: "Costs a week",
      type: "number",
      unit: "h",
      sort: true,
      width: 110,
      hint: "Hours lost to it every week until it is repaid.",
    },
    {
      name: "hourly_rate",
      label: "Rate an hour",
      type: "number",
      width: 110,
      hint: "Left empty, the workspace's.",
    },
    {
      name: "price",
      label: "Price a week",
      type: "number",
      readOnly: true,
      width: 110,
      method: "Hours a week by the rate an hour.",
      show: ({ price, currency }) =>
        price.cost_of_delay === null ? (
          <span className="three">Not priced</span>
        ) : (
          <span className="tn strong">{formatMoney(price.cost_of_delay, currency)}</span>
        ),
    },
    {
      name: "trend",
      label: "Trend",
      type: "text",
      readOnly: true,
      width: 180,
      method: "The median slope between any two readings of the last year.",
      show: ({ trend }) => <LookLabel look={lookOfTrend(trend)} />,
    },
    { name: "owner", label: "Owner", type: "person", filter: true, width: 140 },
  ],
  columns: ["price", "interest_hours", "principal_days", "trend", "component", "owner"],
  asks: ["sort", "component", "principal_days", "interest_hours", "hourly_rate", "owner"],
  actions: lazy(() => import("./components/debt-actions")),
  sections: [{ id: "readings", component: lazy(() => import("./components/readings-section")) }],
});

export const slice = defineKind<Schemas["SliceOut"]>({
  name: "slice",
  domain: "engineering",
  plural: "slices",
  label: "Slice",
  labelPlural: "Slices",
  icon: "sheet",
  purpose:
    "A thin part of an initiative that is worth shipping alone. The first slices often bring most of the value.",
  chained: true,
  fields: [
    {
      name: "initiative",
      label: "Initiative",
      type: "record",
      of: "initiative",
      required: true,
      readOnly: true,
      filter: true,
      width: 220,
    },
    { name: "position", label: "Order", type: "number", digits: 0, sort: true, width: 80 },
    {
      name: "value_percent",
      label: "Value",
      type: "number",
      unit: "%",
      sort: true,
      width: 90,
      hint: "Its share of what the whole initiative brings.",
    },
    {
      name: "effort_percent",
      label: "Effort",
      type: "number",
      unit: "%",
      sort: true,
      width: 90,
      hint: "Its share of what the whole initiative takes.",
    },
    {
      name: "effort_low_weeks",
      label: "Effort at best",
      type: "number",
      unit: "w",
      width: 90,
      hint: "Less than this in one case of ten.",
    },
    { name: "effort_weeks", label: "Effort, likely", type: "number", unit: "w", width: 90 },
    {
      name: "effort_high_weeks",
      label: "Effort at worst",
      type: "number",
      unit: "w",
      width: 90,
      hint: "More than this in one case of ten.",
    },
    { name: "is_shipped", label: "Shipped", type: "flag", filter: true, width: 90 },
  ],
  columns: ["initiative", "value_percent", "effort_percent", "effort_weeks", "is_shipped", "position"],
  asks: ["initiative", "position", "value_percent", "effort_percent"],
  defaultSort: "position",
});

const adrFacts: readonly FieldOf<Adr>[] = [
  {
    name: "status",
    label: "Status",
    type: "select",
    required: true,
    filter: true,
    sort: true,
    width: 120,
    options: [
      { value: "proposed", label: "Proposed", icon: "clock" },
      { value: "accepted", label: "Accepted", icon: "check" },
      { value: "rejected", label: "Rejected", icon: "no" },
      { value: "deprecated", label: "Deprecated", icon: "archive" },
      { value: "superseded", label: "Superseded", icon: "redirect" },
    ],
  },
  { name: "decided_on", label: "Decided on", type: "date", sort: true, width: 110 },
  { name: "deciders", label: "Decided by", type: "tags", width: 200 },
];

const adrShape = {
  name: "adr",
  domain: "engineering",
  plural: "adrs",
  label: "Architecture decision",
  labelPlural: "Architecture decisions",
  icon: "document",
  purpose:
    "What was chosen, against what, and why, so that nobody has to guess in two years. Kept as MADR files.",
  imports: ["adrs"],
  readBody: readAdr,
} as const;

export const adr = defineKind<Adr>({
  ...adrShape,
  fields: [
    ...adrFacts,
    { name: "consulted", label: "Consulted", type: "tags", width: 160 },
    { name: "informed", label: "Informed", type: "tags", width: 160 },
    { name: "file_name", label: "File", type: "text", readOnly: true, width: 220 },
  ],
  columns: ["status", "decided_on", "deciders"],
  dialog: lazy(() => import("./components/adr-dialog")),
  actions: lazy(() => import("./components/adr-actions")),
});

/** A decision by its parts, for the form; the page reads it whole. */
export const adrParts = defineKind<Adr>({
  ...adrShape,
  fields: [
    ...adrFacts,
    {
      name: "context",
      label: "Context and problem",
      type: "long",
      hint: "What makes a choice necessary, in two or three sentences.",
    },
    { name: "drivers", label: "Drivers", type: "long", hint: "What the choice is measured by, one a line." },
    { name: "options", label: "Options", type: "long", hint: "One a line, with “* ” before it." },
    {
      name: "outcome",
      label: "Outcome",
      type: "long",
      hint: "Chosen option: “…”, because …",
    },
    { name: "consequences", label: "Consequences", type: "long", hint: "Good, because … Bad, because …" },
  ],
  asks: ["status", "decided_on", "deciders", "context", "drivers", "options", "outcome", "consequences"],
});
