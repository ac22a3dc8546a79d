import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import type { RecordOut } from "@/api/types";
import { useMay, useRecordPath, useWorkspace } from "@/shared/people/workspace-context";
import { CreateDialog } from "@/shared/records/create-dialog";
import { EditDialog } from "@/shared/records/edit-dialog";
import type { Kind } from "@/shared/records/kind";
import { Button, ButtonLink, IconButton } from "@/shared/ui/button";
import { SectionHead } from "@/shared/ui/page-head";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import { useRefresh } from "../api";
import classes from "./registers.module.css";

interface Props {
  kind: Kind;
  title: string;
  /** How many there are; undefined while nobody knows. */
  total: number | undefined;
  /** How many rows stand here, where there may be more. */
  shown?: number;
  /** Said beside the title, such as what all of it costs. */
  says?: ReactNode;
  error: unknown;
  onRetry: () => void;
  /** The rows; not asked for while there are none. */
  children: ReactNode;
}

/** One register: its head, a way to add to it, and what belongs in it while it is empty. */
export function RegisterSection(props: Props): ReactNode {
  const { kind, title, total, shown = total, says, error, onRetry, children } = props;
  const may = useMay();
  const { slug } = useWorkspace();
  const list = `/w/${slug}/${kind.domain}/${kind.plural}`;
  const refresh = useRefresh();
  const [creating, setCreating] = useState(false);
  const create = may.write && (
    <Button size="small" icon="plus" onClick={() => setCreating(true)}>
      New {kind.label.toLowerCase()}
    </Button>
  );
  return (
    <section aria-label={title}>
      <SectionHead title={title} count={total || undefined}>
        <span className={classes.head}>
          {says}
          {Boolean(total) && (
            <ButtonLink size="small" look="quiet" to={list}>
              Open as a list
            </ButtonLink>
          )}
          {Boolean(total) && create}
        </span>
      </SectionHead>
      {Boolean(error) && <ProblemLine error={error} onRetry={onRetry} />}
      {total === undefined && !error && <Skeleton rows={3} />}
      {total === 0 && (
        <div className={classes.empty}>
          <p className="two">{kind.purpose}</p>
          {create}
        </div>
      )}
      {Boolean(total) && children}
      {total !== undefined && shown !== undefined && total > shown && (
        <p className={classes.none}>
          <Link className="link" to={list}>
            All {total}
          </Link>
        </p>
      )}
      {creating && (
        <CreateDialog kind={kind} onClose={() => setCreating(false)} onCreated={() => void refresh()} />
      )}
    </section>
  );
}

/** A record's name, as a link to its page, with what else is to be known of it beneath. */
export function RecordName({
  kind,
  record,
  children,
}: {
  kind: Kind;
  record: Pick<RecordOut, "id" | "key" | "title">;
  children?: ReactNode;
}): ReactNode {
  const pathOf = useRecordPath();
  return (
    <div className={classes.name}>
      <Link className="strong" to={pathOf({ ...kind, id: record.id })}>
        {record.title}
      </Link>
      <p className="small three">
        <span className="mono">{record.key}</span>
        {children}
      </p>
    </div>
  );
}

/** Opens the form of a record from its row. */
export function EditButton({ kind, record }: { kind: Kind; record: RecordOut }): ReactNode {
  const may = useMay();
  const [editing, setEditing] = useState(false);
  if (!may.write) return null;
  return (
    <>
      <IconButton icon="edit" size="small" label={`Edit ${record.title}`} onClick={() => setEditing(true)} />
      {editing && <EditDialog kind={kind} record={record} onClose={() => setEditing(false)} />}
    </>
  );
}
