import { lazy } from "react";
import type { Feature } from "@/shared/practice/feature";

export const feature: Feature = {
  name: "home",
  label: "Home",
  icon: "home",
  kinds: [],
  pages: [{ path: "", component: lazy(() => import("./home-page")) }],
};
