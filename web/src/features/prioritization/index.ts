import { lazy } from "react";
import type { Feature } from "@/shared/practice/feature";
import { decision } from "./decision-kind";
import { scoringModel, scoringRound } from "./kinds";

export const feature: Feature = {
  name: "prioritization",
  label: "Prioritization",
  icon: "prioritization",
  kinds: [scoringRound, decision, scoringModel],
  pages: [
    { path: "scoring-rounds/:id", component: lazy(() => import("./pages/round-page")) },
    { path: "scoring-rounds/:id/score", component: lazy(() => import("./pages/score-page")) },
    { path: "decisions", component: lazy(() => import("./pages/decisions-page")) },
  ],
  tabs: ["scoring-rounds", "decisions", "scoring-models"],
};
