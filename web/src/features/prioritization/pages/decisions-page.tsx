import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, unwrap } from "@/api/client";
import { formatNumber } from "@/shared/format/format";
import { PracticePage } from "@/shared/practice/practice-page";
import { RecordTable } from "@/shared/records/table/record-table";
import { NumberWithMethod } from "@/shared/ui/number-with-method";
import { decision } from "../kinds";

function Ratio(): ReactNode {
  const { data } = useQuery({
    queryKey: ["records", "decision", "ratio"],
    queryFn: () => unwrap(api.GET("/api/prioritization/decisions/ratio")),
  });
  if (!data || data.no_to_yes === null) return decision.purpose;
  return (
    <>
      {decision.purpose} So far{" "}
      <NumberWithMethod
        method={{
          name: "No for each yes",
          formula: `${data.no} ÷ ${data.yes}`,
          inputs: [
            { label: "Yes", value: String(data.yes) },
            { label: "Not now", value: String(data.not_now) },
            { label: "No", value: String(data.no) },
          ],
          from: "Every decision ever recorded, superseded ones included.",
        }}
      >
        {formatNumber(data.no_to_yes, { digits: 1 })} no
      </NumberWithMethod>{" "}
      for each yes.
    </>
  );
}

/** The register: what was said yes to, not now and no. A decision is recorded where its subject stands. */
export default function DecisionsPage(): ReactNode {
  return (
    <PracticePage practice="prioritization" title="Decisions" sub={<Ratio />}>
      <RecordTable kind={decision} />
    </PracticePage>
  );
}
