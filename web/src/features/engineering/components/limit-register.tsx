import type { ReactNode } from "react";
import { formatDate } from "@/shared/format/dates";
import { plural } from "@/shared/format/format";
import { useTimeZone } from "@/shared/people/workspace-context";
import { type DataColumn, DataTable } from "@/shared/ui/data-table";
import { Icon } from "@/shared/ui/icon";
import { useLimits, useRegister } from "../api";
import { constraint as kind } from "../kinds";
import { type Constraint, lookOfLimit, orderLimits } from "../words";
import { Headroom } from "./headroom";
import { LookLabel } from "./look-label";
import { EditButton, RecordName, RegisterSection } from "./register-section";
import classes from "./registers.module.css";

function Checked({ constraint }: { constraint: Constraint }): ReactNode {
  const zone = useTimeZone();
  const { checked_on: on, standing } = constraint;
  const words = on ? formatDate(on, zone) : "Never";
  if (!standing.is_stale) return <span className="tn">{words}</span>;
  return (
    <span className={`${classes.stale} undecided`}>
      <Icon name="clock" size="small" />
      <span className="tn">{words}</span>
      <span className="sr">, to be checked again</span>
    </span>
  );
}

/** An address is followed, whatever else it is stands as it is. */
function Source({ text }: { text: string }): ReactNode {
  if (!/^https?:\/\//.test(text)) return <span className={classes.source}>{text}</span>;
  return (
    <a className={`link ${classes.source}`} href={text} target="_blank" rel="noopener noreferrer">
      {text.replace(/^https?:\/\//, "")}
    </a>
  );
}

const columns: readonly DataColumn<Constraint>[] = [
  {
    label: kind.label,
    show: (each) => (
      <RecordName kind={kind} record={each}>
        {each.component && ` · ${each.component.title}`}
      </RecordName>
    ),
  },
  { label: "Used", width: 260, show: (each) => <Headroom constraint={each} /> },
  { label: "Standing", width: 140, wideOnly: true, show: (each) => <LookLabel look={lookOfLimit(each)} /> },
  { label: "Checked on", width: 110, wideOnly: true, show: (each) => <Checked constraint={each} /> },
  { label: "Source", width: 190, wideOnly: true, show: (each) => <Source text={each.source} /> },
  { label: "", width: 40, wideOnly: true, show: (each) => <EditButton kind={kind} record={each} /> },
];

/** Every limit, those first that are passed, near or were not checked lately. */
export function LimitRegister(): ReactNode {
  const register = useRegister();
  const limits = useLimits();
  const stale = register.data?.stale_count ?? 0;
  const rows = orderLimits(register.data?.constraints ?? [], limits.data?.items ?? []);
  return (
    <RegisterSection
      kind={kind}
      title={kind.labelPlural}
      total={limits.data?.total}
      shown={rows.length}
      says={stale > 0 && <span className="undecided">{plural(stale, "was", "were")} not checked lately</span>}
      error={register.error ?? limits.error}
      onRetry={() => void Promise.all([register.refetch(), limits.refetch()])}
    >
      <DataTable name={kind.labelPlural} columns={columns} rows={rows} idOf={(each) => each.id} />
    </RegisterSection>
  );
}
