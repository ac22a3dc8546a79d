import { type ReactNode, useState } from "react";
import { useMay, useTimeZone } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { SectionHead } from "@/shared/ui/page-head";
import { Segments } from "@/shared/ui/segments";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import { useMatters } from "../api";
import { MatterLine } from "../components/matter-line";
import classes from "../components/pulse.module.css";
import { RaiseMatter } from "../components/raise-matter";
import type { Matter, MatterSort } from "../kinds";
import { asLine } from "../words";

type State = "open" | "closed";

const empty: Record<MatterSort, string> = {
  concern: "No concern is open. What worries somebody belongs here before it becomes a surprise.",
  action: "No action is open.",
};

function Ledger({ sort, title, state }: { sort: MatterSort; title: string; state: State }): ReactNode {
  const may = useMay();
  const zone = useTimeZone();
  const { data, error, refetch } = useMatters(sort, state);
  const none = state === "open" ? empty[sort] : "Nothing was closed yet.";
  return (
    <section>
      <SectionHead title={title} count={data?.total} />
      {error && <ProblemLine error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={4} />}
      {data?.total === 0 && <p className={classes.none}>{none}</p>}
      <ul>
        {data?.items.map((matter: Matter) => (
          <MatterLine
            key={matter.id}
            words={matter.words}
            matter={asLine(matter, zone)}
            mayClose={may.write}
          />
        ))}
      </ul>
      {may.write && state === "open" && <RaiseMatter sort={sort} />}
    </section>
  );
}

const states = [
  { value: "open", label: "Open" },
  { value: "closed", label: "Closed" },
] as const;

/** The ledger between the meetings. */
export default function LedgerPage(): ReactNode {
  const [state, setState] = useState<State>("open");
  return (
    <PracticePage
      practice="pulse"
      sub="Concerns and actions stay on every Pulse until somebody closes them."
      actions={<Segments label="Show" options={states} value={state} onChange={setState} />}
    >
      <div className={classes.ledgers}>
        <Ledger sort="concern" title="Concerns" state={state} />
        <Ledger sort="action" title="Actions" state={state} />
      </div>
    </PracticePage>
  );
}
