import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { imports } from "@/api/imports";
import { formatNumber, plural } from "@/shared/format/format";
import { Progress } from "@/shared/ui/states";

const askedEveryMilliseconds = 1000;

/** An import under way: how many of its rows are done, as soon as the server knows. */
export function ImportProgress({ says, of }: { says: string; of: string }): ReactNode {
  const { data } = useQuery({
    queryKey: ["import-progress", of],
    queryFn: () => imports.progress(of),
    refetchInterval: askedEveryMilliseconds,
    gcTime: 0,
  });
  const total = data?.total;
  if (!data || !total) return <Progress says={says} />;
  return (
    <Progress
      says={says}
      share={Math.min(1, data.done / total)}
      amount={`${formatNumber(data.done)} of ${plural(total, "row")}`}
    />
  );
}
