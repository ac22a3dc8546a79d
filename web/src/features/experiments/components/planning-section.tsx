import type { ReactNode } from "react";
import type { RecordOut } from "@/api/types";
import { useReadout } from "../api";
import type { Experiment } from "../kinds";
import { draftFrom } from "../planning";
import { PlanningPanel } from "./planning-panel";
import classes from "./readout.module.css";

/** How many users the experiment needs; open until there are results, with what is known of it filled in. */
export default function PlanningSection({ record }: { record: RecordOut }): ReactNode {
  const { data } = useReadout(record.id);
  if (!data) return null;
  const isRead = data.srm.arms.length > 0;
  return (
    <details className={classes.part} open={!isRead || undefined}>
      <summary>How many users does it need?</summary>
      <PlanningPanel key={`${record.id} ${isRead}`} initial={draftFrom(data, record as Experiment)} />
    </details>
  );
}
