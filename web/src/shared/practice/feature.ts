import type { ComponentType } from "react";
import type { RecordOut } from "@/api/types";
import type { Kind, SectionOf } from "@/shared/records/kind";
import type { IconName } from "@/shared/ui/icon";

export interface FeaturePage {
  /** Below `/w/<workspace>/<feature>/`, e.g. "board" or "rounds/:id". The path of a kind's own page replaces it. */
  path: string;
  component: ComponentType;
  /** Shown in the row of tabs under this name. */
  tab?: string;
}

export interface FeatureCommand {
  label: string;
  icon?: IconName;
  /** Below `/w/<workspace>/`. */
  to: string;
}

/** What one practice adds to the page. `app` finds it in `features/<name>/index.ts`. */
export interface Feature {
  /** The domain's name in addresses and routes. */
  name: string;
  label: string;
  icon: IconName;
  /** "foot" stands at the bottom of the navigation, "none" in no navigation. */
  place?: "practice" | "foot" | "none";
  kinds: readonly Kind[];
  pages?: readonly FeaturePage[];
  /** The tabs in their order, as paths of pages and plurals of kinds. Default: pages with a tab, then kinds. */
  tabs?: readonly string[];
  commands?: readonly FeatureCommand[];
  /** Parts of the pages of other practices' records, by their kind's name; they stand after its own. */
  sections?: Readonly<Record<string, readonly SectionOf<RecordOut>[]>>;
}

export interface Tab {
  path: string;
  label: string;
}

export function tabsOf(feature: Feature): Tab[] {
  const pages = (feature.pages ?? []).flatMap((page) =>
    page.tab ? [{ path: page.path, label: page.tab }] : [],
  );
  const kinds = feature.kinds.map((kind) => ({ path: kind.plural, label: kind.labelPlural }));
  const all = [...pages, ...kinds];
  if (!feature.tabs) return all;
  return feature.tabs.flatMap((path) => all.find((tab) => tab.path === path) ?? []);
}

/** Every kind, with the parts that other practices bring to its page. */
export function kindsOf(features: readonly Feature[]): Kind[] {
  return features
    .flatMap((feature) => feature.kinds)
    .map((kind) => {
      const brought = features.flatMap((feature) => feature.sections?.[kind.name] ?? []);
      return brought.length === 0 ? kind : { ...kind, sections: [...(kind.sections ?? []), ...brought] };
    });
}
