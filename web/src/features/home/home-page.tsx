import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { formatDay, todayIn } from "@/shared/format/dates";
import { plural } from "@/shared/format/format";
import { useHere, useTimeZone } from "@/shared/people/workspace-context";
import { PageHead } from "@/shared/ui/page-head";
import { Changes } from "./components/changes";
import { KeyResultsAtRisk } from "./components/key-results-at-risk";
import { LiveExperiments } from "./components/live-experiments";
import { NeedsYou } from "./components/needs-you";
import classes from "./home.module.css";
import { asked, checkIns, endedTests, inOrder, ownMatters } from "./needs";
import { experiments, keyResults, matters } from "./queries";
import { useInbox } from "./use-inbox";

export default function HomePage(): ReactNode {
  const timeZone = useTimeZone();
  const { membership, me } = useHere();
  const results = useQuery(keyResults);
  const tests = useQuery(experiments);
  const open = useQuery(matters);
  const now = new Date();
  const today = todayIn(timeZone, now);
  const person = { id: membership.id, name: me.user.name };
  const { items, finish } = useInbox();
  const needs = inOrder([
    ...asked(items.data?.items ?? []),
    ...endedTests(tests.data?.items ?? [], person, today),
    ...ownMatters(open.data?.items ?? [], person, today),
    ...checkIns(results.data?.items ?? [], person, now),
  ]);
  const behind = (results.data?.items ?? []).filter((each) => ["at_risk", "off_track"].includes(each.status));
  const said = [
    needs.length > 0
      ? `${plural(needs.length, "thing needs", "things need")} you.`
      : "Nothing waits for you.",
    behind.length > 0 && `${plural(behind.length, "key result is", "key results are")} behind.`,
  ];
  return (
    <>
      <PageHead title={formatDay(now, timeZone)} documentTitle="Home" sub={said.filter(Boolean).join(" ")} />
      <div className={classes.home}>
        <div className={classes.main}>
          <NeedsYou
            needs={needs}
            error={items.error}
            isPending={items.isPending || results.isPending || tests.isPending || open.isPending}
            onDone={(item) => void finish(item)}
          />
          <Changes />
        </div>
        <div className={classes.side}>
          <KeyResultsAtRisk results={results} />
          <LiveExperiments experiments={tests} />
        </div>
      </div>
    </>
  );
}
