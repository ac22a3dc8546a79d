import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { records } from "@/api/records";
import { ChainStrip } from "@/shared/graph/chain-strip";
import { useMay } from "@/shared/people/workspace-context";
import { Activity } from "@/shared/records/page/activity";
import { EditableTitle } from "@/shared/records/page/editable-title";
import { RecordMenu } from "@/shared/records/page/record-menu";
import { useRecord } from "@/shared/records/use-record";
import { Button, DownloadLink } from "@/shared/ui/button";
import { PageHead } from "@/shared/ui/page-head";
import { ProblemState, Skeleton } from "@/shared/ui/states";
import { useMarks, useTurns } from "../api";
import { CorrectText } from "../components/correct-text";
import { DocumentSub } from "../components/document-sub";
import { type Document, document as documentKind, highlight, type Session, session } from "../kinds";
import { Transcript } from "../transcript/transcript";
import classes from "./document-page.module.css";

function useSession(document: Document | undefined) {
  const id = document?.session?.id ?? "";
  return useQuery({
    queryKey: ["records", session.name, "one", id],
    queryFn: ({ signal }) => records.get<Session>(session, id, signal),
    enabled: id !== "",
  });
}

/** A transcript or note with the marks in it. */
export default function DocumentPage(): ReactNode {
  const { id = "" } = useParams();
  const may = useMay();
  const { data, error, refetch } = useRecord(documentKind, id);
  const document = data as Document | undefined;
  const { data: held } = useSession(document);
  const turns = useTurns(id);
  const marks = useMarks(id);
  const [correcting, setCorrecting] = useState(false);
  const problem = error ?? turns.error ?? marks.error;
  if (problem) return <ProblemState error={problem} onRetry={() => void refetch()} />;
  if (!document) return <Skeleton rows={12} />;
  const mayEdit = may.write && !document.archived_at;
  return (
    <>
      <PageHead
        title={<EditableTitle kind={documentKind} record={document} mayEdit={mayEdit} />}
        documentTitle={document.title}
        sub={<DocumentSub document={document} session={held} />}
        actions={
          <>
            <RecordMenu kind={documentKind} record={document} />
            <DownloadLink
              look="default"
              href={records.csvAddress(highlight, { document_id: id, sort: "start" })}
            >
              Export marks
            </DownloadLink>
            {mayEdit && !correcting && (
              <Button icon="edit" onClick={() => setCorrecting(true)}>
                Correct the text
              </Button>
            )}
          </>
        }
      />
      <ChainStrip node={document} />
      {correcting && <CorrectText document={document} onClose={() => setCorrecting(false)} />}
      {!correcting && (!turns.data || !marks.data) && <Skeleton rows={12} />}
      {!correcting && turns.data && marks.data && (
        <Transcript key={id} document={document} session={held} turns={turns.data} marks={marks.data} />
      )}
      <div className={classes.after}>
        <Activity nodeId={id} />
      </div>
    </>
  );
}
