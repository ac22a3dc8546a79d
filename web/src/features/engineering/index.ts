import type { Feature } from "@/shared/practice/feature";
import { component, constraint, debt, slice } from "./kinds";

export const feature: Feature = {
  name: "engineering",
  label: "Engineering",
  icon: "engineering",
  kinds: [component, constraint, debt, slice],
};
