import type { ReactNode } from "react";
import { PageHead } from "@/shared/ui/page-head";
import { useFeature } from "./features-context";
import classes from "./practice.module.css";
import { PracticeTabs } from "./practice-tabs";

interface Props {
  /** The feature's name. */
  practice: string;
  title?: string;
  sub?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of a practice's pages: one title, the tabs, the content. */
export function PracticePage({ practice, title, sub, actions, children }: Props): ReactNode {
  const feature = useFeature(practice);
  return (
    <>
      <PageHead title={title ?? feature?.label ?? practice} sub={sub} actions={actions} />
      {feature && <PracticeTabs feature={feature} />}
      <div className={classes.content}>{children}</div>
    </>
  );
}
