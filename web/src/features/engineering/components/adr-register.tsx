import type { ReactNode } from "react";
import { formatDate } from "@/shared/format/dates";
import { useTimeZone } from "@/shared/people/workspace-context";
import { FieldValue } from "@/shared/records/field-value";
import { fieldOf } from "@/shared/records/kind";
import { type DataColumn, DataTable } from "@/shared/ui/data-table";
import { useLatestAdrs } from "../api";
import { adr as kind } from "../kinds";
import type { Adr } from "../words";
import { AdrEditButton } from "./adr-actions";
import { RecordName, RegisterSection } from "./register-section";

const SHOWN = 8;

function columnsIn(zone: string): DataColumn<Adr>[] {
  const status = fieldOf(kind, "status");
  return [
    { label: "Decision", show: (each) => <RecordName kind={kind} record={each} /> },
    { label: "Status", width: 130, show: (each) => status && <FieldValue field={status} record={each} /> },
    {
      label: "Decided on",
      width: 110,
      show: ({ decided_on: on }) => (on ? <span className="tn">{formatDate(on, zone)}</span> : ""),
    },
    {
      label: "Decided by",
      width: 260,
      wideOnly: true,
      show: ({ deciders }) => <span className="two">{deciders.join(", ")}</span>,
    },
    { label: "", width: 40, wideOnly: true, show: (each) => <AdrEditButton adr={each} /> },
  ];
}

/** The latest decisions; the list has them all. */
export function AdrRegister(): ReactNode {
  const zone = useTimeZone();
  const { data, error, refetch } = useLatestAdrs(SHOWN);
  return (
    <RegisterSection
      kind={kind}
      title={kind.labelPlural}
      total={data?.total}
      shown={data?.items.length}
      error={error}
      onRetry={() => void refetch()}
    >
      <DataTable
        name={kind.labelPlural}
        columns={columnsIn(zone)}
        rows={data?.items ?? []}
        idOf={(each) => each.id}
      />
    </RegisterSection>
  );
}
