import type { ReactNode } from "react";
import type { RecordOut } from "@/api/types";
import { formatDate } from "@/shared/format/dates";
import { plural } from "@/shared/format/format";
import { useTimeZone } from "@/shared/people/workspace-context";
import { Icon } from "@/shared/ui/icon";
import { useStaleDays } from "../stale";

/** By how long a look at it is overdue. */
export function StaleWords({ days }: { days: number }): ReactNode {
  return (
    <span className="row small undecided">
      <Icon name="clock" size="small" />
      <span>A look is overdue by {plural(days, "day")}</span>
    </span>
  );
}

/** When it was last looked at, and that the next look is overdue. */
export function LastLook({ record }: { record: RecordOut }): ReactNode {
  const days = useStaleDays(record.id);
  const zone = useTimeZone();
  if (days === 0) return <span className="tn">{formatDate(record.updated_at, zone)}</span>;
  return (
    <span className="row undecided">
      <Icon name="clock" size="small" />
      <span className="tn nowrap">{plural(days, "day")} overdue</span>
    </span>
  );
}
