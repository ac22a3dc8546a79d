import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import type { RecordOut } from "@/api/types";
import { formatMoment } from "@/shared/format/dates";
import { plural } from "@/shared/format/format";
import { useMay, useRecordPath, useTimeZone } from "@/shared/people/workspace-context";
import { useKinds } from "@/shared/records/registry";
import { Button } from "@/shared/ui/button";
import { SectionHead } from "@/shared/ui/page-head";
import { ProblemLine } from "@/shared/ui/states";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { riskFlags, useRefresh, useRiskFlags } from "../api";
import { lookOfFlag, type RiskFlag, reasonOf } from "../words";
import { DismissDialog } from "./dismiss-dialog";
import { Excerpt } from "./excerpt";
import { LookLabel } from "./look-label";
import classes from "./risk-flags.module.css";

/** The entries of the registers that belong beside a flag. */
function Concerns({ of }: { of: RiskFlag["concerns"] }): ReactNode {
  const kinds = useKinds();
  const pathOf = useRecordPath();
  return (
    <ul className={classes.concerns}>
      {of.map((each) => {
        const kind = kinds.find((known) => known.name === each.kind);
        return (
          <li key={each.id} className="row">
            <span className="mono three">{each.key}</span>
            {kind ? <Link to={pathOf({ ...kind, id: each.id })}>{each.title}</Link> : each.title}
            <span className="small three">{kind?.label}</span>
          </li>
        );
      })}
    </ul>
  );
}

interface FlagProps {
  node: RecordOut;
  flag: RiskFlag;
}

function useRaiseAgain({ node, flag }: FlagProps): () => Promise<void> {
  const refresh = useRefresh();
  return async () => {
    try {
      await riskFlags.raise(node.id, flag.key);
      await refresh();
    } catch (error) {
      toastProblem(error);
    }
  };
}

function Dismissed({ node, flag }: FlagProps): ReactNode {
  const zone = useTimeZone();
  const may = useMay();
  const raise = useRaiseAgain({ node, flag });
  const { dismissal } = flag;
  if (!dismissal) return null;
  return (
    <div className={classes.dismissed}>
      <p>{dismissal.reason}</p>
      <p className="small three">
        {flag.is_raised ? "It has grown graver since this was said" : "Dismissed"} by{" "}
        {dismissal.by?.name ?? "somebody who left"}, {formatMoment(dismissal.at, zone)}
        {may.write && !flag.is_raised && (
          <>
            {" · "}
            <button type="button" className="link" onClick={() => void raise()}>
              Raise it again
            </button>
          </>
        )}
      </p>
    </div>
  );
}

function Flag({ node, flag }: FlagProps): ReactNode {
  const may = useMay();
  const raise = useRaiseAgain({ node, flag });
  const [dismissing, setDismissing] = useState(false);
  const name = flag.term ? `“${flag.term}”` : (flag.subject?.title ?? "");
  return (
    <li className={classes.flag}>
      <div className={classes.head}>
        <span className={classes.severity}>
          <LookLabel look={lookOfFlag(flag)} />
        </span>
        <p className="grow">
          <span className="strong">{name}</span> <span className="two">{reasonOf(flag)}</span>
        </p>
        {may.write && flag.is_raised && (
          <Button size="small" look="quiet" onClick={() => setDismissing(true)}>
            Dismiss
          </Button>
        )}
      </div>
      <div className={classes.beneath}>
        <Excerpt text={flag.excerpt} />
        <Concerns of={flag.concerns} />
        <Dismissed node={node} flag={flag} />
      </div>
      {dismissing && (
        <DismissDialog
          name={name}
          nodeId={node.id}
          flagKey={flag.key}
          onClose={() => setDismissing(false)}
          onDismissed={() => toast({ message: `${name} is dismissed`, undo: () => void raise() })}
        />
      )}
    </li>
  );
}

/** What the registers and the words of the text warn of; dismissed with a reason, they stay to be read. */
export default function RiskFlags({ record }: { record: RecordOut }): ReactNode {
  const { data, error, refetch } = useRiskFlags(record.id, record.version);
  const [all, setAll] = useState(false);
  const flags = data?.flags ?? [];
  const raised = flags.filter((flag) => flag.is_raised);
  const quiet = flags.length - raised.length;
  if (error) return <ProblemLine error={error} onRetry={() => void refetch()} />;
  if (flags.length === 0) return null;
  return (
    <section aria-label="Risk flags">
      <SectionHead title="Risk flags" count={raised.length || undefined}>
        {quiet > 0 && (
          <button type="button" className="link" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? "Hide" : "Show"} {plural(quiet, "dismissed flag")}
          </button>
        )}
      </SectionHead>
      {raised.length === 0 && !all && (
        <p className={`three ${classes.none}`}>Somebody looked at every flag and said why it is no worry.</p>
      )}
      <ul>
        {(all ? flags : raised).map((flag) => (
          <Flag key={flag.key} node={record} flag={flag} />
        ))}
      </ul>
    </section>
  );
}
