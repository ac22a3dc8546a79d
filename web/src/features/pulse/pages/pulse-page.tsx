import type { ReactNode } from "react";
import { useParams } from "react-router";
import { formatInstant } from "@/shared/format/dates";
import { useMay, useTimeZone } from "@/shared/people/workspace-context";
import { Activity } from "@/shared/records/page/activity";
import { EditableTitle } from "@/shared/records/page/editable-title";
import { useRecord } from "@/shared/records/use-record";
import { PageHead } from "@/shared/ui/page-head";
import { StateLabel } from "@/shared/ui/state-glyph";
import { ProblemState, Skeleton } from "@/shared/ui/states";
import { useContent } from "../api";
import classes from "../components/pulse.module.css";
import { PulseActions } from "../components/pulse-actions";
import { PulseNote } from "../components/pulse-note";
import { PulseSection } from "../components/pulse-section";
import { pulse as kind, type Pulse } from "../kinds";
import { periodWords } from "../words";

function Sub({ pulse }: { pulse: Pulse }): ReactNode {
  const zone = useTimeZone();
  return (
    <span className="row wrap">
      <span className="mono three">{pulse.key}</span>
      <span>{periodWords(pulse.from_on, pulse.to_on)}</span>
      {pulse.published_at ? (
        <span className="three">
          Published by {pulse.published_by?.name ?? "somebody"} on {formatInstant(pulse.published_at, zone)}
        </span>
      ) : (
        <StateLabel state="incomplete">
          Draft: the figures follow the records until it is published
        </StateLabel>
      )}
    </span>
  );
}

function Read({ pulse }: { pulse: Pulse }): ReactNode {
  const may = useMay();
  const { data, error, refetch } = useContent(pulse.id);
  const mayEdit = may.write && pulse.state === "draft" && !pulse.archived_at;
  if (error) return <ProblemState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={10} />;
  const shown = data.sections.filter((each) => mayEdit || each.text || each.items.length > 0);
  return (
    <article className={classes.pulse}>
      <div className={classes.summary}>
        <PulseNote pulse={pulse} name="body" label="Summary" text={data.summary} mayEdit={mayEdit} />
      </div>
      {shown.map((each) => (
        <PulseSection key={each.name} pulse={pulse} section={each} mayEdit={mayEdit} />
      ))}
    </article>
  );
}

/** One Pulse, to read, to print, and while it is a draft to edit. */
export default function PulsePage(): ReactNode {
  const { id = "" } = useParams();
  const may = useMay();
  const { data, error, refetch } = useRecord(kind, id);
  if (error) return <ProblemState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={10} />;
  const pulse = data as Pulse;
  const isDraft = pulse.state === "draft" && !pulse.archived_at;
  return (
    <div className={classes.page}>
      <PageHead
        title={<EditableTitle kind={kind} record={pulse} mayEdit={may.write && isDraft} />}
        documentTitle={pulse.title}
        sub={<Sub pulse={pulse} />}
        actions={<PulseActions pulse={pulse} />}
      />
      <Read pulse={pulse} />
      <div className="no-print">
        <Activity nodeId={pulse.id} />
      </div>
    </div>
  );
}
