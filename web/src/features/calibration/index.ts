import { lazy } from "react";
import type { Feature } from "@/shared/practice/feature";
import { prediction } from "./kinds";

export const feature: Feature = {
  name: "calibration",
  label: "Calibration",
  icon: "calibration",
  kinds: [prediction],
  pages: [{ path: "curve", tab: "Calibration", component: lazy(() => import("./pages/curve-page")) }],
  tabs: ["predictions", "curve"],
};
