import { lazy } from "react";
import type { Feature } from "@/shared/practice/feature";
import { experiment } from "./kinds";

export const feature: Feature = {
  name: "experiments",
  label: "Experiments",
  icon: "experiments",
  kinds: [experiment],
  pages: [{ path: "read-a-file", component: lazy(() => import("./pages/read-a-file")) }],
  commands: [{ label: "Read an A/B test from a file", icon: "import", to: "experiments/read-a-file" }],
};
