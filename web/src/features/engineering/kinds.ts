import type { components } from "@/api/schema";
import { formatPercent } from "@/shared/format/format";
import { defineKind } from "@/shared/records/kind";

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
  fields: [
    { name: "team", label: "Team", type: "team", filter: true, width: 140 },
    { name: "owner", label: "Owner", type: "person", filter: true, width: 140 },
    { name: "repository", label: "Repository", type: "text", width: 240 },
  ],
  asks: ["team", "owner", "repository"],
});

function freeOf(limit: number | null, used: number | null): string {
  if (limit === null || used === null || limit <= 0) return "not measured";
  return formatPercent(Math.max(0, 1 - used / limit), { digits: 0 });
}

export const constraint = defineKind<Schemas["ConstraintOut"]>({
  name: "constraint",
  domain: "engineering",
  plural: "constraints",
  label: "Constraint",
  labelPlural: "Constraints",
  icon: "limit",
  purpose: "A limit that work runs into: a quota, a size, a rule. Known limits cost less than found ones.",
  fields: [
    { name: "component", label: "Component", type: "record", of: "component", filter: true, width: 150 },
    { name: "limit", label: "Limit", type: "number", sort: true, width: 90 },
    { name: "used", label: "Used", type: "number", sort: true, width: 90 },
    { name: "unit", label: "Unit", type: "text", width: 130 },
    { name: "checked_on", label: "Checked on", type: "date", sort: true, width: 110 },
    { name: "source", label: "Source", type: "text", width: 180 },
  ],
  asks: ["component", "limit", "used", "unit", "source", "checked_on"],
  subtitle: (record) => {
    const { limit, used } = record as Schemas["ConstraintOut"];
    return `Free: ${freeOf(limit, used)}`;
  },
});

export const debt = defineKind<Schemas["DebtOut"]>({
  name: "debt",
  domain: "engineering",
  plural: "debts",
  label: "Debt",
  labelPlural: "Debt",
  icon: "branch",
  purpose: "Work that was put off and costs hours every week. Priced, it can compete with what is new.",
  fields: [
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
    { name: "owner", label: "Owner", type: "person", filter: true, width: 140 },
  ],
  asks: ["component", "principal_days", "interest_hours", "owner"],
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
      filter: true,
      width: 220,
    },
    { name: "position", label: "Order", type: "number", digits: 0, sort: true, width: 80 },
    { name: "value_percent", label: "Value", type: "number", unit: "%", sort: true, width: 90 },
    { name: "effort_percent", label: "Effort", type: "number", unit: "%", sort: true, width: 90 },
    { name: "is_shipped", label: "Shipped", type: "flag", filter: true, width: 90 },
  ],
  asks: ["initiative", "position", "value_percent", "effort_percent"],
  defaultSort: "position",
});
