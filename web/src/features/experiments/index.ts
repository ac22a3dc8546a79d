import { lazy } from "react";
import type { Feature } from "@/shared/practice/feature";
import { experiment } from "./kinds";

export const feature: Feature = {
  name: "experiments",
  label: "Experiments",
  icon: "experiments",
  kinds: [experiment],
  pages: [
    { path: "read-a-file", component: lazy(() => import("./pages/read-a-file")) },
    { path: "plan-a-test", component: lazy(() => import("./pages/plan-a-test")), tab: "Plan a test" },
  ],
  tabs: ["experiments", "plan-a-test"],
  commands: [
    { label: "Read an A/B test from a file", icon: "import", to: "experiments/read-a-file" },
    { label: "Plan the size of a test", icon: "experiments", to: "experiments/plan-a-test" },
  ],
};
