import { createContext, type ReactNode, useContext, useMemo } from "react";
import { KindsProvider, useKinds } from "@/shared/records/registry";
import { type Feature, kindsOf } from "./feature";

const FeaturesContext = createContext<readonly Feature[]>([]);

export function FeaturesProvider({
  features,
  children,
}: {
  features: readonly Feature[];
  children: ReactNode;
}): ReactNode {
  const kinds = useMemo(() => kindsOf(features), [features]);
  return (
    <FeaturesContext value={features}>
      <KindsProvider kinds={kinds}>{children}</KindsProvider>
    </FeaturesContext>
  );
}

export function useFeatures(): readonly Feature[] {
  return useContext(FeaturesContext);
}

/** The practice with every kind the server has for it, also those without a screen of their own. */
export function useFeature(name: string): Feature | undefined {
  const feature = useFeatures().find((each) => each.name === name);
  const kinds = useKinds();
  return useMemo(() => {
    const own = feature?.kinds.map((kind) => kind.name) ?? [];
    const more = kinds.filter((kind) => kind.domain === name && !own.includes(kind.name));
    if (feature) return { ...feature, kinds: [...feature.kinds, ...more] };
    const first = more[0];
    if (!first) return undefined;
    return { name, label: name.charAt(0).toUpperCase() + name.slice(1), icon: first.icon, kinds: more };
  }, [feature, kinds, name]);
}
