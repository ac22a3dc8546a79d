import { lazy } from "react";
import type { Feature } from "@/shared/practice/feature";
import { initiative, milestone } from "./kinds";

export const feature: Feature = {
  name: "roadmap",
  label: "Roadmap",
  icon: "roadmap",
  kinds: [initiative, milestone],
  pages: [
    { path: "board", tab: "Board", component: lazy(() => import("./pages/board-page")) },
    { path: "timeline", tab: "Timeline", component: lazy(() => import("./pages/timeline-page")) },
    { path: "initiatives", tab: "Table", component: lazy(() => import("./pages/table-page")) },
    { path: "changes", tab: "Changes", component: lazy(() => import("./pages/changes-page")) },
  ],
  tabs: ["board", "timeline", "initiatives", "changes", "milestones"],
  commands: [
    { label: "Roadmap: now, next, later", icon: "roadmap", to: "roadmap/board" },
    { label: "Roadmap: timeline", icon: "roadmap", to: "roadmap/timeline" },
    { label: "Roadmap: what changed, and why", icon: "clock", to: "roadmap/changes" },
  ],
};
