import { type ReactNode, useMemo } from "react";
import { useSearchParams } from "react-router";
import { AddressBase } from "@/shared/hooks/use-address";
import { ProblemState, Skeleton } from "@/shared/ui/states";
import { addressOf } from "../views";
import { useViews } from "../views-api";

const nothing = new URLSearchParams();

/** A page as its saved view has it; the address says which, and what is seen otherwise. */
export function Viewed({ children }: { children: ReactNode }): ReactNode {
  const [address] = useSearchParams();
  const { data, error, refetch } = useViews();
  const id = address.get("view");
  const view = data?.find((each) => each.id === id);
  const base = useMemo(() => (view ? addressOf(view) : nothing), [view]);
  if (id && error) return <ProblemState error={error} onRetry={() => void refetch()} />;
  if (id && !data) return <Skeleton rows={8} />;
  return <AddressBase value={base}>{children}</AddressBase>;
}
