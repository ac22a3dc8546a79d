import { type ReactNode, Suspense, useState } from "react";
import type { RecordOut } from "@/api/types";
import { ChainStrip } from "@/shared/graph/chain-strip";
import { LinksSection } from "@/shared/graph/links-section";
import { useKeys } from "@/shared/hooks/use-keys";
import { useMay } from "@/shared/people/workspace-context";
import { Markdown } from "@/shared/text/markdown";
import { TextEditor } from "@/shared/text/text-editor";
import { PageHead } from "@/shared/ui/page-head";
import { ProblemState, Skeleton } from "@/shared/ui/states";
import type { Kind } from "../kind";
import { usePatch, useRecord } from "../use-record";
import { Activity } from "./activity";
import { Attachments } from "./attachments";
import { BodyFields } from "./body-fields";
import { EditableTitle } from "./editable-title";
import { Properties } from "./properties";
import { RecordMenu } from "./record-menu";
import classes from "./record-page.module.css";
import { Sections } from "./sections";

function Body({ kind, record, mayEdit }: { kind: Kind; record: RecordOut; mayEdit: boolean }): ReactNode {
  const [editing, setEditing] = useState(false);
  const read = kind.readBody?.(record.body) ?? record.body;
  const patch = usePatch(kind);
  useKeys(mayEdit && !editing ? { e: () => setEditing(true) } : {});
  if (editing) {
    return (
      <TextEditor
        label={`Text of ${record.title}`}
        initial={record.body}
        onCancel={() => setEditing(false)}
        onSave={(body) => {
          setEditing(false);
          if (body !== record.body) void patch(record, { body });
        }}
      />
    );
  }
  if (!mayEdit) return read ? <Markdown text={read} /> : null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button below and the key E do the same
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pointer alone
    <div
      className={classes.body}
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest("a") && !window.getSelection()?.toString())
          setEditing(true);
      }}
    >
      {read && <Markdown text={read} />}
      <button type="button" className={record.body ? "sr" : classes.write} onClick={() => setEditing(true)}>
        {record.body ? "Edit the text" : "Write what is known, in a few lines…"}
      </button>
    </div>
  );
}

function Detail({ kind, record }: { kind: Kind; record: RecordOut }): ReactNode {
  const may = useMay();
  const mayEdit = may.write && !kind.readOnly && !record.archived_at;
  const Actions = kind.actions;
  return (
    <>
      <PageHead
        title={<EditableTitle kind={kind} record={record} mayEdit={mayEdit} />}
        documentTitle={record.title}
        sub={
          <>
            <span className="mono three">{record.key}</span>
            {record.archived_at && <span className="three"> Archived</span>}
            {kind.subtitle && <span> {kind.subtitle(record)}</span>}
          </>
        }
        actions={
          <>
            <RecordMenu kind={kind} record={record} />
            <Suspense>{Actions && <Actions record={record} />}</Suspense>
          </>
        }
      />
      <ChainStrip node={record} />
      <div className={classes.detail}>
        <div className={classes.main}>
          <div data-part="text" className={classes.text}>
            <Sections kind={kind} record={record} place="lead" />
            <BodyFields kind={kind} record={record} mayEdit={mayEdit} />
            <Body kind={kind} record={record} mayEdit={mayEdit} />
          </div>
          <Sections kind={kind} record={record} place="main" />
          <div data-part="links">
            <LinksSection node={record} />
          </div>
          <div data-part="activity">
            <Activity nodeId={record.id} />
          </div>
        </div>
        <aside className={classes.aside} aria-label="Properties">
          <div data-part="properties">
            <Properties kind={kind} record={record} />
          </div>
          <Sections kind={kind} record={record} place="aside" />
          <div data-part="files">
            <Attachments nodeId={record.id} />
          </div>
        </aside>
      </div>
    </>
  );
}

/** Everything about one record: chain, text, properties, links, files, comments and what happened. */
export function RecordPage({ kind, id }: { kind: Kind; id: string }): ReactNode {
  const { data, error, refetch } = useRecord(kind, id);
  if (data) return <Detail kind={kind} record={data} />;
  if (error) return <ProblemState error={error} onRetry={() => void refetch()} />;
  return <Skeleton rows={8} />;
}
