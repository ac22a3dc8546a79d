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
    { path: "sequence", tab: "Sequence", component: lazy(() => import("./pages/sequence-page")) },
    { path: "capacity", tab: "Capacity", component: lazy(() => import("./pages/capacity-page")) },
    { path: "changes", tab: "Changes", component: lazy(() => import("./pages/changes-page")) },
  ],
  tabs: ["board", "timeline", "initiatives", "sequence", "capacity", "changes", "milestones"],
  commands: [
    { label: "Roadmap: now, next, later", icon: "roadmap", to: "roadmap/board" },
    { label: "Roadmap: timeline", icon: "roadmap", to: "roadmap/timeline" },
    { label: "Roadmap: the order that costs least", icon: "roadmap", to: "roadmap/sequence" },
    { label: "Roadmap: what each team can do", icon: "people", to: "roadmap/capacity" },
    { label: "Roadmap: what changed, and why", icon: "clock", to: "roadmap/changes" },
  ],
};
