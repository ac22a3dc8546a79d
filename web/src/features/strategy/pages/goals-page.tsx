import { type ReactNode, useState } from "react";
import { useSearchParams } from "react-router";
import { todayIn } from "@/shared/format/dates";
import { plural } from "@/shared/format/format";
import { ImportDialog } from "@/shared/io/import-dialog";
import { useMay, useTimeZone } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { CreateDialog } from "@/shared/records/create-dialog";
import type { Kind } from "@/shared/records/kind";
import { Button } from "@/shared/ui/button";
import { SelectField } from "@/shared/ui/inputs";
import { StateLabel } from "@/shared/ui/state-glyph";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { useCycles, useKeyResults, useObjectives } from "../api";
import classes from "../components/goals.module.css";
import { ObjectiveBlock } from "../components/objective-block";
import { type Cycle, cycle as cycleKind, type KeyResult, objective as objectiveKind } from "../kinds";
import { statuses } from "../words";

function currentOf(cycles: readonly Cycle[], today: string): Cycle | undefined {
  return cycles.find((each) => each.starts_on <= today && today <= each.ends_on) ?? cycles[0];
}

function Tally({ keyResults }: { keyResults: readonly KeyResult[] }): ReactNode {
  return (
    <div className={classes.tally}>
      {statuses.map(({ value, state, word }) => {
        const count = keyResults.filter((each) => each.status === value).length;
        return (
          count > 0 && (
            <StateLabel key={value} state={state}>
              {count} {word.toLowerCase()}
            </StateLabel>
          )
        );
      })}
    </div>
  );
}

function Goals({ cycle, onAdd }: { cycle: Cycle; onAdd: () => void }): ReactNode {
  const objectives = useObjectives(cycle.id);
  const keyResults = useKeyResults({ cycle_id: cycle.id });
  const error = objectives.error ?? keyResults.error;
  if (error) return <ProblemState error={error} onRetry={() => void objectives.refetch()} />;
  if (!objectives.data || !keyResults.data) return <Skeleton rows={8} />;
  if (objectives.data.total === 0)
    return (
      <EmptyState
        icon="strategy"
        title={`No objectives in ${cycle.title} yet`}
        actions={<Button onClick={onAdd}>New objective</Button>}
      >
        Two or three that people can remember, each with the numbers that will show it is met.
      </EmptyState>
    );
  return (
    <div className={classes.objectives}>
      {objectives.data.items.map((each) => (
        <ObjectiveBlock
          key={each.id}
          objective={each}
          keyResults={keyResults.data.items.filter((result) => result.objective?.id === each.id)}
        />
      ))}
    </div>
  );
}

type Opened = { create: Kind } | "import" | null;

function NoCycle({ onAdd, onImport }: { onAdd: () => void; onImport: () => void }): ReactNode {
  const may = useMay();
  return (
    <EmptyState
      icon="strategy"
      title="No cycle yet"
      actions={
        may.write && (
          <>
            <Button onClick={onImport}>Import Markdown</Button>
            <Button look="primary" onClick={onAdd}>
              New cycle
            </Button>
          </>
        )
      }
    >
      Goals stand in a cycle, a quarter for example, so that progress can be measured against time. A
      quarter's Markdown file brings cycle, objectives and key results at once.
    </EmptyState>
  );
}

/** A cycle's objectives, each with its key results. */
export default function GoalsPage(): ReactNode {
  const may = useMay();
  const zone = useTimeZone();
  const [params, setParams] = useSearchParams();
  const [opened, setOpened] = useState<Opened>(null);
  const { data, error, refetch } = useCycles();
  const cycles = data?.items ?? [];
  const cycle = cycles.find((each) => each.id === params.get("cycle")) ?? currentOf(cycles, todayIn(zone));
  const results = useKeyResults({ cycle_id: cycle?.id });
  const sub = cycle && results.data ? plural(results.data.total, "key result") : undefined;
  return (
    <PracticePage
      practice="strategy"
      sub={sub ?? "Objectives, and the numbers that say whether they are met."}
      actions={
        may.write && (
          <>
            <Button icon="import" onClick={() => setOpened("import")}>
              Import
            </Button>
            <Button icon="plus" onClick={() => setOpened({ create: cycle ? objectiveKind : cycleKind })}>
              New {cycle ? "objective" : "cycle"}
            </Button>
          </>
        )
      }
    >
      {error && <ProblemState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={8} />}
      {data && !cycle && (
        <NoCycle onAdd={() => setOpened({ create: cycleKind })} onImport={() => setOpened("import")} />
      )}
      {cycle && (
        <>
          <div className={classes.tools}>
            <div className={classes.cycle}>
              <SelectField
                label="Cycle"
                options={cycles.map((each) => ({ value: each.id, label: each.title }))}
                value={cycle.id}
                onChange={(event) => setParams({ cycle: event.currentTarget.value }, { replace: true })}
              />
            </div>
            <Tally keyResults={results.data?.items ?? []} />
          </div>
          <Goals cycle={cycle} onAdd={() => setOpened({ create: objectiveKind })} />
        </>
      )}
      {opened === "import" && <ImportDialog sources={["okrs"]} onClose={() => setOpened(null)} />}
      {opened && opened !== "import" && (
        <CreateDialog
          kind={opened.create}
          initial={cycle ? { cycle } : {}}
          onClose={() => setOpened(null)}
          onCreated={() => undefined}
        />
      )}
    </PracticePage>
  );
}
