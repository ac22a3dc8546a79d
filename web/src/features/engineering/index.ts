import { lazy } from "react";
import type { Feature } from "@/shared/practice/feature";
import { adr, component, constraint, debt, slice } from "./kinds";

export const feature: Feature = {
  name: "engineering",
  label: "Engineering",
  icon: "engineering",
  kinds: [component, constraint, debt, adr, slice],
  pages: [
    { path: "registers", tab: "Registers", component: lazy(() => import("./pages/registers-page")) },
    { path: "map", tab: "Map", component: lazy(() => import("./pages/map-page")) },
    { path: "effort", tab: "Effort", component: lazy(() => import("./pages/effort-page")) },
    { path: "lexicon", tab: "Flag words", component: lazy(() => import("./pages/lexicon-page")) },
  ],
  tabs: ["registers", "map", "effort", "lexicon", "constraints", "debts", "components", "adrs", "slices"],
  commands: [
    { label: "Limits, debt and components", icon: "limit", to: "engineering/registers" },
    { label: "Component map", icon: "engineering", to: "engineering/map" },
    { label: "What estimates are worth", icon: "clock", to: "engineering/effort" },
    { label: "Words that raise risk flags", icon: "flag", to: "engineering/lexicon" },
    { label: "Architecture decisions", icon: "document", to: "engineering/adrs" },
  ],
  sections: {
    initiative: [
      { id: "effort", component: lazy(() => import("./components/effort-advice")), place: "aside" },
      { id: "slices", component: lazy(() => import("./components/slices")) },
      { id: "risk-flags", component: lazy(() => import("./components/risk-flags")) },
    ],
  },
};
