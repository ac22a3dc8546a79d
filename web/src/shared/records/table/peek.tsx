import { Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useMark } from "@/shared/hooks/use-mark";
import { useRecordPath } from "@/shared/people/workspace-context";
import { Markdown } from "@/shared/text/markdown";
import { ButtonLink, IconButton } from "@/shared/ui/button";
import { ProblemState, Skeleton } from "@/shared/ui/states";
import type { Kind } from "../kind";
import { Properties } from "../page/properties";
import { Sections } from "../page/sections";
import { useRecord } from "../use-record";
import classes from "./record-table.module.css";

function PeekContent({ kind, id }: { kind: Kind; id: string }): ReactNode {
  const { data, error, refetch } = useRecord(kind, id);
  if (error) return <ProblemState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={6} height={30} />;
  return (
    <>
      <h2 className={classes.peekTitle}>{data.title}</h2>
      <div className={classes.peekLead}>
        <Sections kind={kind} record={data} place="lead" />
      </div>
      <Properties kind={kind} record={data} />
      {data.body && (
        <div className={classes.peekBody}>
          <Markdown text={kind.readBody?.(data.body) ?? data.body} />
        </div>
      )}
    </>
  );
}

/** Beside the list where there is room, over it where there is not. */
export function Peek({ kind, id, onClose }: { kind: Kind; id: string; onClose: () => void }): ReactNode {
  const narrow = useMediaQuery("(max-width: 1100px)");
  useMark(narrow ? null : "peek");
  const pathOf = useRecordPath();
  const top = (
    <div className={classes.peekTop}>
      <span className="strong grow clip">{kind.label}</span>
      <ButtonLink size="small" to={pathOf({ ...kind, id })}>
        Open
      </ButtonLink>
      <IconButton icon="close" size="small" label="Close the panel" onClick={onClose} />
    </div>
  );
  if (narrow) {
    return (
      <Drawer
        opened
        onClose={onClose}
        position="right"
        size="min(368px, 100%)"
        withCloseButton={false}
        title={undefined}
      >
        {top}
        <PeekContent kind={kind} id={id} />
      </Drawer>
    );
  }
  return (
    <aside className={classes.peek} aria-label={`${kind.label} in brief`}>
      {top}
      <PeekContent kind={kind} id={id} />
    </aside>
  );
}
