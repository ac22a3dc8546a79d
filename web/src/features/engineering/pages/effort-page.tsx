import { type ReactNode, useState } from "react";
import { formatEstimate, formatNumber, formatPercent, plural } from "@/shared/format/format";
import { useAddress } from "@/shared/hooks/use-address";
import { ImportDialog } from "@/shared/io/import-dialog";
import { useMay } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { Button } from "@/shared/ui/button";
import { type DataColumn, DataTable } from "@/shared/ui/data-table";
import { SelectField } from "@/shared/ui/inputs";
import { ToolRow } from "@/shared/ui/list-tools";
import { SectionHead } from "@/shared/ui/page-head";
import { StateLabel } from "@/shared/ui/state-glyph";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { type Correction, type EffortReport, useEffortReport, useEstimates } from "../api";
import { EffortChart } from "../components/effort-chart";
import classes from "../components/efforts.module.css";
import { judgementWords, sizeWords, teamsOf } from "../efforts";

function Count({ of: { count, past } }: { of: Correction }): ReactNode {
  return past.is_small ? (
    <StateLabel state="incomplete">{formatNumber(count)}, few</StateLabel>
  ) : (
    <span className="tn">{formatNumber(count)}</span>
  );
}

function columnsOf(report: EffortReport): DataColumn<Correction>[] {
  const one = { digits: 1 } as const;
  return [
    {
      label: "Estimates",
      show: (each) => (
        <div>
          <span className="strong">{each.team || "No team"}</span>
          <p className="small three">{sizeWords(each.size, report)}</p>
        </div>
      ),
    },
    {
      label: "What the middle estimate took",
      width: 220,
      wideOnly: true,
      numeric: true,
      show: ({ past }) =>
        `${formatEstimate(past.took, past.low, past.high, one)} for ${formatNumber(past.estimate, one)}`,
    },
    {
      label: "Multiply by",
      width: 170,
      numeric: true,
      show: ({ low, likely, high }) => (
        <span>
          <span className="strong tn nowrap">× {formatNumber(likely, { digits: 2 })}</span>
          <span className="small three tn nowrap">
            {" "}
            {formatNumber(low, one)} to {formatNumber(high, one)}
          </span>
        </span>
      ),
    },
    { label: "Finished", width: 110, numeric: true, show: (each) => <Count of={each} /> },
  ];
}

/** How a calibration by earlier work did on later work: the error before and after, and how honest the range is. */
function Judgement({ report }: { report: EffortReport }): ReactNode {
  const { judgement, unit } = report;
  if (!judgement)
    return (
      <p className={`three ${classes.note}`}>
        Nothing tells yet whether the correction helps: that takes dated work, some of it finished after the
        rest.
      </p>
    );
  const two = { digits: 2 } as const;
  const figures = [
    { label: "Error as estimated", value: `${formatNumber(judgement.error_plain, two)} ${unit}` },
    { label: "Error corrected", value: `${formatNumber(judgement.error_corrected, two)} ${unit}` },
    {
      label: "Came out in the range",
      value: `${formatPercent(judgement.coverage, { digits: 0 })} of 80 % meant`,
    },
    { label: "Held against", value: plural(judgement.count, "later piece") },
  ];
  return (
    <>
      <dl className={classes.figures}>
        {figures.map(({ label, value }) => (
          <div key={label}>
            <dt className="small three">{label}</dt>
            <dd className="strong tn nowrap">{value}</dd>
          </div>
        ))}
      </dl>
      <p className={`two ${classes.note}`}>
        {judgementWords(report)}
        {judgement.count < 20 && " That is a small test: a few pieces more may turn it."}
      </p>
    </>
  );
}

function Team({ team, report }: { team: string; report: EffortReport }): ReactNode {
  const { data } = useEstimates(report.unit, team);
  const own = report.corrections.filter((each) => each.team === team);
  return (
    <div className={classes.team}>
      {data ? (
        <EffortChart team={team} report={report} corrections={own} work={data.items} total={data.total} />
      ) : (
        <Skeleton rows={1} height={320} />
      )}
      <ul className={classes.words}>
        {own.map((each) => (
          <li key={each.size}>
            <span className="small three">{sizeWords(each.size, report)}</span>
            <p>{each.words}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Report({ report }: { report: EffortReport }): ReactNode {
  const [address, setAddress] = useAddress();
  const teams = teamsOf(report.corrections);
  const asked = address.get("team");
  const team = asked !== null && teams.includes(asked) ? asked : (teams[0] ?? "");
  return (
    <div className={classes.page}>
      <section aria-label="Estimated and taken">
        <ToolRow>
          <SelectField
            quiet
            label="Team"
            options={teams.map((each) => ({ value: each, label: each || "No team" }))}
            value={team}
            onChange={(event) => setAddress({ team: event.currentTarget.value })}
          />
          {report.units.length > 1 && (
            <SelectField
              quiet
              label="Unit"
              options={report.units.map((each) => ({ value: each, label: `In ${each}` }))}
              value={report.unit}
              onChange={(event) => setAddress({ unit: event.currentTarget.value })}
            />
          )}
        </ToolRow>
        <Team team={team} report={report} />
      </section>
      <section aria-label="Corrections">
        <SectionHead title="Corrections" count={report.corrections.length} />
        <DataTable
          name="Corrections"
          columns={columnsOf(report)}
          rows={report.corrections}
          idOf={(each) => `${each.team} ${each.size}`}
        />
      </section>
      <section aria-label="Does it help?">
        <SectionHead title="Does it help?" />
        <Judgement report={report} />
      </section>
    </div>
  );
}

/** What estimates are worth: what they took, what to multiply the next one by, and whether that would have helped. */
export default function EffortPage(): ReactNode {
  const may = useMay();
  const [address] = useAddress();
  const { data, error, refetch } = useEffortReport(address.get("unit") ?? "");
  const [importing, setImporting] = useState(false);
  const bring = may.write && (
    <Button icon="import" onClick={() => setImporting(true)}>
      Import finished work
    </Button>
  );
  return (
    <PracticePage
      practice="engineering"
      sub="What estimates were worth, so that the next one is a range that holds."
      actions={data && data.corrections.length > 0 && bring}
    >
      {Boolean(error) && <ProblemState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={8} />}
      {data && data.corrections.length > 0 && <Report report={data} />}
      {data?.corrections.length === 0 && (
        <EmptyState icon="clock" title={`${plural(data.count, "piece")} of finished work`} actions={bring}>
          Estimates beside what they took tell what the next one is worth. Ten pieces are the least that say
          anything; a CSV of closed work brings them.
        </EmptyState>
      )}
      {importing && <ImportDialog sources={["estimates"]} onClose={() => setImporting(false)} />}
    </PracticePage>
  );
}
