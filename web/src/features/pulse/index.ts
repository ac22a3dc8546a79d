import { lazy } from "react";
import type { Feature } from "@/shared/practice/feature";
import { pulse } from "./kinds";

export const feature: Feature = {
  name: "pulse",
  label: "Pulse",
  icon: "pulse",
  kinds: [pulse],
  pages: [
    { path: "pulses", component: lazy(() => import("./pages/pulses-page")) },
    { path: "pulses/:id", component: lazy(() => import("./pages/pulse-page")) },
    {
      path: "concerns-and-actions",
      tab: "Concerns and actions",
      component: lazy(() => import("./pages/ledger-page")),
    },
  ],
  tabs: ["pulses", "concerns-and-actions"],
};
