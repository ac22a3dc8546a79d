import { lazy } from "react";
import type { Feature } from "@/shared/practice/feature";
import { initiative, milestone } from "./kinds";

export const feature: Feature = {
  name: "roadmap",
  label: "Roadmap",
  icon: "roadmap",
  kinds: [initiative, milestone],
  pages: [{ path: "board", tab: "Board", component: lazy(() => import("./pages/board-page")) }],
  tabs: ["board", "initiatives", "milestones"],
  commands: [{ label: "Roadmap: now, next, later", icon: "roadmap", to: "roadmap/board" }],
};
