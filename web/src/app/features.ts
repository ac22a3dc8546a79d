import type { Feature } from "@/shared/practice/feature";

/** The order in which work flows; what is not named here stands after it. */
const order = [
  "home",
  "discovery",
  "strategy",
  "prioritization",
  "roadmap",
  "engineering",
  "experiments",
  "calibration",
  "pulse",
];

export const practices = order.slice(1);

const found = import.meta.glob<{ feature: Feature }>("../features/*/index.ts", { eager: true });

function placeOf(feature: Feature): number {
  const place = order.indexOf(feature.name);
  return place < 0 ? order.length : place;
}

export const features: readonly Feature[] = Object.values(found)
  .map((module) => module.feature)
  .sort((a, b) => placeOf(a) - placeOf(b));
