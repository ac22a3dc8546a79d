import { lazy } from "react";
import type { Feature } from "@/shared/practice/feature";

export const feature: Feature = {
  name: "settings",
  label: "Settings",
  icon: "gear",
  place: "foot",
  kinds: [],
  pages: [
    { path: "general", tab: "General", component: lazy(() => import("./pages/general-page")) },
    { path: "tokens", tab: "API tokens", component: lazy(() => import("./pages/tokens-page")) },
    { path: "imports", tab: "Imports", component: lazy(() => import("./pages/imports-page")) },
    { path: "audit", tab: "Audit log", component: lazy(() => import("./pages/audit-page")) },
  ],
};
