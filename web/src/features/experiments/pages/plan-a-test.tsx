import type { ReactNode } from "react";
import { PageHead } from "@/shared/ui/page-head";
import { PlanningPanel } from "../components/planning-panel";
import { emptyDraft } from "../planning";
import classes from "./plan-a-test.module.css";

/** The size of a test that nobody has written down yet. Nothing is stored. */
export default function PlanATest(): ReactNode {
  return (
    <>
      <PageHead
        title="Plan a test"
        sub="How many users and days it takes, looked at once or on any day, or what the users you have would show."
      />
      <div className={classes.plan}>
        <PlanningPanel initial={emptyDraft} />
      </div>
    </>
  );
}
