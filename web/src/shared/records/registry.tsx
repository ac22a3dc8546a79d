import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { graph } from "@/api/graph";
import type { KindOut, RecordOut } from "@/api/types";
import { type IconName, isIconName } from "@/shared/ui/icon";
import { defineKind, type Kind } from "./kind";

const Registered = createContext<readonly Kind[]>([]);

export function KindsProvider({
  kinds,
  children,
}: {
  kinds: readonly Kind[];
  children: ReactNode;
}): ReactNode {
  return <Registered value={kinds}>{children}</Registered>;
}

function iconOf(kind: KindOut): IconName {
  if (isIconName(kind.icon)) return kind.icon;
  return isIconName(kind.domain) ? kind.domain : "document";
}

/** A kind the page has no screen of its own for still opens, with what every record has. */
function plainKind(kind: KindOut): Kind {
  return defineKind<RecordOut>({
    name: kind.name,
    domain: kind.domain,
    plural: kind.plural,
    label: kind.label,
    labelPlural: kind.label_plural,
    icon: iconOf(kind),
    purpose: "",
    fields: [],
  });
}

export function useServerKinds(): readonly KindOut[] {
  const { data } = useQuery({
    queryKey: ["kinds"],
    queryFn: graph.kinds,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? noKinds;
}

const noKinds: readonly KindOut[] = [];

export function useKinds(): readonly Kind[] {
  const registered = useContext(Registered);
  const served = useServerKinds();
  return useMemo(() => {
    const known = new Set(registered.map((kind) => kind.name));
    return [...registered, ...served.filter((kind) => !known.has(kind.name)).map(plainKind)];
  }, [registered, served]);
}

export function useKind(name: string): Kind | undefined {
  return useKinds().find((kind) => kind.name === name);
}
