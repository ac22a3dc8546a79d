import { lazy } from "react";
import type { Feature } from "@/shared/practice/feature";

export const feature: Feature = {
  name: "people",
  label: "People",
  icon: "people",
  place: "foot",
  kinds: [],
  pages: [{ path: "", component: lazy(() => import("./people-page")) }],
};
