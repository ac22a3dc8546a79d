import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import type { RecordOut } from "@/api/types";
import { formatDate, todayIn } from "@/shared/format/dates";
import { formatNumber } from "@/shared/format/format";
import { useMay, useTimeZone } from "@/shared/people/workspace-context";
import { conflicts } from "@/shared/records/conflicts";
import { isStale, placeRecord } from "@/shared/records/use-record";
import { Button } from "@/shared/ui/button";
import { type DataColumn, DataTable } from "@/shared/ui/data-table";
import { TextField } from "@/shared/ui/inputs";
import { SectionHead } from "@/shared/ui/page-head";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import { toast } from "@/shared/ui/toasts";
import { engineering, type Reading, useReadings, useRefresh } from "../api";
import { debt as kind } from "../kinds";
import { type Debt, lookOfTrend } from "../words";
import { LookLabel } from "./look-label";
import classes from "./registers.module.css";

function numberOf(text: string): number | null {
  return text.trim() === "" ? null : Number(text.replace(",", "."));
}

/** What the debt costs on a day. The latest day is what it says now. */
function ReadingDialog({ debt, onClose }: { debt: Debt; onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const refresh = useRefresh();
  const today = todayIn(useTimeZone());
  const [on, setOn] = useState(today);
  const [hours, setHours] = useState("");
  const [days, setDays] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const interest = numberOf(hours);
  const principal = numberOf(days);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (interest === null) return;
    const given = { on, interest_hours: interest, principal_days: principal };
    try {
      placeRecord(client, kind, await engineering.read(debt.id, { version: debt.version, ...given }));
      await refresh();
      toast({ message: `${debt.key} read at ${formatNumber(interest, { unit: "h" })} a week` });
      onClose();
    } catch (error) {
      const refusal = asProblem(error);
      if (!isStale(refusal)) return setProblem(refusal);
      const current = refusal.extra.current as RecordOut;
      const mine = { interest_hours: interest, ...(principal === null ? {} : { principal_days: principal }) };
      conflicts.raise({ kind, mine, base: debt, current });
      onClose();
    }
  }

  return (
    <Modal opened onClose={onClose} title="Read the debt" size="var(--dialog-width)">
      <form className="stack" onSubmit={(event) => void save(event)}>
        <p className="strong">{debt.title}</p>
        <TextField
          label="Hours lost to it a week"
          inputMode="decimal"
          required
          data-autofocus
          value={hours}
          error={problem?.fields.interest_hours?.join(" ")}
          onChange={(event) => setHours(event.currentTarget.value)}
        />
        <TextField
          label="Days of work to repay it"
          hint="Left empty, it stays as it was."
          inputMode="decimal"
          value={days}
          error={problem?.fields.principal_days?.join(" ")}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        <TextField
          label="On"
          type="date"
          max={today}
          value={on}
          error={problem?.fields.on?.join(" ")}
          onChange={(event) => setOn(event.currentTarget.value)}
        />
        {problem && Object.keys(problem.fields).length === 0 && (
          <p className="worse" role="alert">
            {problem.message}
          </p>
        )}
        <div className={classes.end}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={interest === null || !Number.isFinite(interest)}>
            Save the reading
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function columnsIn(zone: string): DataColumn<Reading>[] {
  return [
    { label: "On", show: (each) => <span className="tn">{formatDate(each.on, zone)}</span> },
    {
      label: "Hours a week",
      numeric: true,
      show: (each) => <span className="strong">{formatNumber(each.interest_hours, { unit: "h" })}</span>,
    },
    {
      label: "To repay",
      numeric: true,
      show: ({ principal_days: days }) => (days === null ? "" : formatNumber(days, { unit: "d" })),
    },
    { label: "Read by", show: (each) => <span className="two">{each.by?.name}</span> },
  ];
}

/** How a debt went over time, which its trend is made of. */
export default function ReadingsSection({ record }: { record: RecordOut }): ReactNode {
  const debt = record as Debt;
  const may = useMay();
  const zone = useTimeZone();
  const [reading, setReading] = useState(false);
  const { data, error, refetch } = useReadings(debt);
  return (
    <section aria-label="Readings">
      <SectionHead title="Readings" count={data?.length || undefined}>
        <span className={classes.head}>
          {debt.trend.readings > 1 && <LookLabel look={lookOfTrend(debt.trend)} />}
          {may.write && !debt.archived_at && (
            <Button size="small" look="quiet" icon="plus" onClick={() => setReading(true)}>
              Read it now
            </Button>
          )}
        </span>
      </SectionHead>
      {error && <ProblemLine error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={2} />}
      {data?.length === 0 && (
        <p className={`three ${classes.none}`}>
          Say now and then how many hours it takes; two readings make a trend, and a trend makes a case.
        </p>
      )}
      {data && data.length > 0 && (
        <DataTable
          name="Readings"
          columns={columnsIn(zone)}
          rows={data.toReversed()}
          idOf={(each) => `${each.on} ${each.interest_hours} ${each.principal_days}`}
        />
      )}
      {reading && <ReadingDialog debt={debt} onClose={() => setReading(false)} />}
    </section>
  );
}
