import { lazy } from "react";
import type { Feature } from "@/shared/practice/feature";
import { cycle, keyResult, objective } from "./kinds";

export const feature: Feature = {
  name: "strategy",
  label: "Strategy",
  icon: "strategy",
  kinds: [objective, keyResult, cycle],
  pages: [{ path: "goals", tab: "Goals", component: lazy(() => import("./pages/goals-page")) }],
  tabs: ["goals", "key-results", "objectives", "cycles"],
  commands: [{ label: "Check in on key results", icon: "check", to: "strategy/goals" }],
};
