import { type ReactNode, useMemo, useState } from "react";
import type { RecordOut } from "@/api/types";
import { useMay } from "@/shared/people/workspace-context";
import { CreateDialog } from "@/shared/records/create-dialog";
import { Button } from "@/shared/ui/button";
import { SectionHead } from "@/shared/ui/page-head";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import { type Plan, useOrderSlices, usePlan, useRefresh } from "../api";
import { adviceAt, moved, uncut } from "../frontier";
import { slice as kind } from "../kinds";
import type { Slice } from "../words";
import { FrontierChart, percent } from "./frontier-chart";
import { SliceRow, sliceAsks } from "./slice-row";
import classes from "./slices.module.css";

/** What the frontier suggests, and the way to follow it. */
function Suggestion({ plan, onFollow }: { plan: Plan; onFollow?: () => void }): ReactNode {
  const advice = adviceAt(
    plan.knee,
    plan.slices.map(({ slice }) => slice),
  );
  return (
    <div className={classes.suggestion}>
      <p className="body">
        <span className="strong">{plan.words}</span> {advice}
      </p>
      {!plan.is_in_this_order && (
        <p className="small three">
          As ordered now, value comes later: the dashed line.{" "}
          {onFollow && (
            <button type="button" className="link" onClick={onFollow}>
              Put the most value first
            </button>
          )}
        </p>
      )}
    </div>
  );
}

/** What the plan does not hold yet. */
function Rest({ plan }: { plan: Plan }): ReactNode {
  const left = uncut(plan);
  return (
    <div className={`small three ${classes.rest}`}>
      {left && (
        <p>
          Not cut yet: {percent(left.value_percent)} of the value, {percent(left.effort_percent)} of the
          effort.
        </p>
      )}
      {plan.base_score === null && (
        <p>Once a round has scored the initiative, each slice shows a score of its own.</p>
      )}
    </div>
  );
}

function Table({ plan, inOrder }: { plan: Plan; inOrder: readonly Slice[] }): ReactNode {
  const may = useMay();
  const order = useOrderSlices(plan.initiative.id);
  const places = new Map(plan.slices.map(({ slice }, index) => [slice.id, index]));
  const move = (from: number, by: -1 | 1) => () => order.mutate(moved(inOrder, from, by));
  return (
    <table className={classes.slices} aria-label="Slices">
      <thead>
        <tr>
          <th scope="col">
            <span className="sr">Place on the frontier</span>
          </th>
          <th scope="col">Slice</th>
          <th scope="col" className="num">
            Value
          </th>
          <th scope="col" className="num">
            Effort
          </th>
          {plan.base_score !== null && (
            <th scope="col" className="num">
              Score
            </th>
          )}
          {may.write && (
            <th scope="col">
              <span className="sr">Actions</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {inOrder.map((slice, index) => {
          const place = places.get(slice.id) ?? 0;
          const planned = plan.slices[place];
          return (
            planned && (
              <SliceRow
                key={slice.id}
                plan={plan}
                planned={planned}
                place={place + 1}
                onUp={index > 0 ? move(index, -1) : undefined}
                onDown={index < inOrder.length - 1 ? move(index, 1) : undefined}
              />
            )
          );
        })}
      </tbody>
    </table>
  );
}

function Planner({ plan }: { plan: Plan }): ReactNode {
  const may = useMay();
  const order = useOrderSlices(plan.initiative.id);
  const inOrder = useMemo(
    () => plan.slices.map(({ slice }) => slice).toSorted((a, b) => a.position - b.position),
    [plan],
  );
  const follow = () => order.mutate(plan.slices.map(({ slice }) => slice));
  return (
    <>
      <Suggestion plan={plan} onFollow={may.write ? follow : undefined} />
      {plan.slices.length > 1 && <FrontierChart plan={plan} inOrder={inOrder} />}
      <Table plan={plan} inOrder={inOrder} />
      <Rest plan={plan} />
    </>
  );
}

/** The initiative cut into parts that are worth shipping alone, and which of them bring most for little. */
export default function Slices({ record }: { record: RecordOut }): ReactNode {
  const may = useMay();
  const refresh = useRefresh();
  const { data: plan, error, refetch } = usePlan(record.id);
  const [creating, setCreating] = useState(false);
  const mayEdit = may.write && !record.archived_at;
  const count = plan?.slices.length;
  return (
    <section aria-label="Slices">
      <SectionHead title="Slices" count={count || undefined}>
        {mayEdit && (
          <Button size="small" look="quiet" icon="plus" onClick={() => setCreating(true)}>
            Add a slice
          </Button>
        )}
      </SectionHead>
      {error && <ProblemLine error={error} onRetry={() => void refetch()} />}
      {!plan && !error && <Skeleton rows={3} />}
      {count === 0 && (
        <p className={`three ${classes.none}`}>
          Nobody has cut this into slices. The first thin part often brings 80 % of the value for 20 % of the
          effort; say what each part brings and takes, and it shows.
        </p>
      )}
      {plan && plan.slices.length > 0 && <Planner plan={plan} />}
      {creating && (
        <CreateDialog
          kind={kind}
          asks={sliceAsks}
          initial={{ initiative: record, position: (count ?? 0) + 1 }}
          onClose={() => setCreating(false)}
          onCreated={() => void refresh()}
        />
      )}
    </section>
  );
}
