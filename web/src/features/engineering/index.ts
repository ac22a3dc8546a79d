import { lazy } from "react";
import type { Feature } from "@/shared/practice/feature";
import { adr, component, constraint, debt, slice } from "./kinds";

export const feature: Feature = {
  name: "engineering",
  label: "Engineering",
  icon: "engineering",
  kinds: [component, constraint, debt, adr, slice],
  pages: [{ path: "registers", tab: "Registers", component: lazy(() => import("./pages/registers-page")) }],
  tabs: ["registers", "constraints", "debts", "components", "adrs", "slices"],
  commands: [
    { label: "Limits, debt and components", icon: "limit", to: "engineering/registers" },
    { label: "Architecture decisions", icon: "document", to: "engineering/adrs" },
  ],
  sections: {
    initiative: [
      { id: "slices", component: lazy(() => import("./components/slices")) },
      { id: "risk-flags", component: lazy(() => import("./components/risk-flags")) },
    ],
  },
};
