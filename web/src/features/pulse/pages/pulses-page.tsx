import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { api, unwrap } from "@/api/client";
import { todayIn } from "@/shared/format/dates";
import { useMay, useTimeZone } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { CreateDialog } from "@/shared/records/create-dialog";
import { RecordTable } from "@/shared/records/table/record-table";
import { Button } from "@/shared/ui/button";
import { pulse } from "../kinds";
import { nextPeriod, periodWords } from "../words";

/** Every Pulse, the newest first; a new one starts where the last one ended. */
export default function PulsesPage(): ReactNode {
  const may = useMay();
  const zone = useTimeZone();
  const [creating, setCreating] = useState(false);
  const { data } = useQuery({
    queryKey: ["records", "pulse", "last"],
    queryFn: () => unwrap(api.GET("/api/pulse/pulses", { params: { query: { sort: "-to_on", limit: 1 } } })),
  });
  const period = nextPeriod(data?.items[0]?.to_on, todayIn(zone));
  return (
    <PracticePage
      practice="pulse"
      sub={pulse.purpose}
      actions={
        may.write && (
          <Button icon="plus" disabled={!data} onClick={() => setCreating(true)}>
            New Pulse
          </Button>
        )
      }
    >
      <RecordTable kind={pulse} />
      {creating && (
        <CreateDialog
          kind={pulse}
          initial={{ ...period, title: `Pulse, ${periodWords(period.from_on, period.to_on)}` }}
          onClose={() => setCreating(false)}
        />
      )}
    </PracticePage>
  );
}
