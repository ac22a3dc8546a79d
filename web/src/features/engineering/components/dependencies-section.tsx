import type { ReactNode } from "react";
import { Link } from "react-router";
import type { RecordOut } from "@/api/types";
import { useMay, useRecordPath, useWorkspace } from "@/shared/people/workspace-context";
import { ButtonLink, IconButton } from "@/shared/ui/button";
import { SectionHead } from "@/shared/ui/page-head";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import { useComponentMap } from "../api";
import { type Neighbour, type Neighbours, neighboursOf } from "../dependencies";
import { component as kind } from "../kinds";
import { AddDependency, useRemoveDependency } from "./dependency-dialog";
import classes from "./registers.module.css";

const groups = [
  { name: "needs", label: "Needs", isOut: true },
  { name: "neededBy", label: "Is needed by", isOut: false },
  { name: "provides", label: "Provides", isOut: true },
  { name: "providedBy", label: "Is provided by", isOut: false },
] as const satisfies readonly { name: keyof Neighbours; label: string; isOut: boolean }[];

function Group({
  label,
  of,
  onRemove,
}: {
  label: string;
  of: readonly Neighbour[];
  onRemove?: (each: Neighbour) => void;
}): ReactNode {
  const pathOf = useRecordPath();
  if (of.length === 0) return null;
  return (
    <div className={classes.group}>
      <h3 className="small three">{label}</h3>
      <ul>
        {of.map((each) => (
          <li key={each.dependency} className={classes.line}>
            <Link className="grow" to={pathOf({ ...kind, id: each.id })}>
              {each.title}
            </Link>
            {onRemove && (
              <IconButton
                icon="close"
                size="small"
                label={`Remove: ${label.toLowerCase()} ${each.title}`}
                onClick={() => onRemove(each)}
              />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What a component needs, and what breaks with it. */
export default function DependenciesSection({ record }: { record: RecordOut }): ReactNode {
  const may = useMay();
  const { slug } = useWorkspace();
  const remove = useRemoveDependency();
  const { data, error, refetch } = useComponentMap();
  const around = data && neighboursOf(data).get(record.id);
  const count = groups.reduce((sum, { name }) => sum + (around?.[name].length ?? 0), 0);
  return (
    <section aria-label="Dependencies">
      <SectionHead title="Dependencies" count={count || undefined}>
        {count > 0 && (
          <ButtonLink size="small" look="quiet" to={`/w/${slug}/engineering/map?around=${record.id}`}>
            Show on the map
          </ButtonLink>
        )}
        {!record.archived_at && <AddDependency component={record} withWords />}
      </SectionHead>
      {error && <ProblemLine error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={2} />}
      {data && count === 0 && (
        <p className={`three ${classes.none}`}>
          Nothing is known of what it needs. Whoever plans a change asks here what else it touches.
        </p>
      )}
      {groups.map(({ name, label, isOut }) => (
        <Group
          key={name}
          label={label}
          of={around?.[name] ?? []}
          onRemove={
            may.write
              ? ({ id, sort, dependency }) => {
                  const [from, to] = isOut ? [record.id, id] : [id, record.id];
                  void remove(from, sort, to, dependency);
                }
              : undefined
          }
        />
      ))}
    </section>
  );
}
