import { type ReactNode, useMemo } from "react";
import type { RecordOut } from "@/api/types";
import { formatNumber } from "@/shared/format/format";
import { useMay } from "@/shared/people/workspace-context";
import type { Kind } from "@/shared/records/kind";
import { useKinds } from "@/shared/records/registry";
import { before, usePatch } from "@/shared/records/use-record";
import { Button } from "@/shared/ui/button";
import { NumberWithMethod } from "@/shared/ui/number-with-method";
import { SectionHead } from "@/shared/ui/page-head";
import { toast } from "@/shared/ui/toasts";
import { useEffortRange } from "../api";
import { type Estimated, hasRange, rangeWords, sampleWords } from "../efforts";
import classes from "./efforts.module.css";

function Ends({ low, likely, high }: { low: number; likely: number; high: number }): ReactNode {
  const ends = [
    { label: "P10", value: low },
    { label: "P50", value: likely },
    { label: "P90", value: high },
  ];
  return (
    <dl className={classes.range}>
      {ends.map(({ label, value }) => (
        <div key={label}>
          <dt className="small three">{label}</dt>
          <dd className={`tn ${label === "P50" ? "strong" : ""}`}>
            {formatNumber(value, { digits: 1, unit: "w" })}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** An estimate that stands alone, beside what the team's past makes of it. */
function Suggestion({ kind, record }: { kind: Kind; record: Estimated }): ReactNode {
  const may = useMay();
  const patch = usePatch(kind);
  const { data } = useEffortRange(record.effort_weeks, record.team?.id ?? null);
  if (!data || record.effort_weeks === null) return null;
  const rounded = (value: number) => Math.round(value * 10) / 10;
  async function use({ low, likely, high }: NonNullable<typeof data>): Promise<void> {
    const changes = {
      effort_low_weeks: rounded(low),
      effort_weeks: rounded(likely),
      effort_high_weeks: rounded(high),
    };
    const was = before(record, changes);
    const saved = await patch(record, changes, true);
    if (saved) toast({ message: "The effort is a range now", undo: () => void patch(saved, was, true) });
  }
  const team = record.team?.name;
  return (
    <section aria-label="Effort by history">
      <SectionHead title="Effort by history" />
      <div className={classes.advice}>
        <p className="small two">{rangeWords(record.effort_weeks, team)}</p>
        <Ends {...data} />
        <p className="small three">{sampleWords(data.count, team)}</p>
        {may.write && !record.archived_at && (
          <div>
            <Button size="small" onClick={() => void use(data)}>
              Use it
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}

function Range({ record }: { record: Estimated }): ReactNode {
  const { effort_low_weeks: low, effort_weeks: likely, effort_high_weeks: high } = record;
  if (low === null || likely === null || high === null) return null;
  return (
    <section aria-label="Effort range">
      <SectionHead title="Effort range" />
      <div className={classes.advice}>
        <Ends low={low} likely={likely} high={high} />
        <NumberWithMethod
          method={{
            name: "Effort as a range",
            formula: "P10, P50, P90 in team-weeks",
            from: "In one case of ten it takes less than the first, in one of ten more than the last.",
          }}
        >
          <span className="small three">Eight of ten cases lie between</span>
        </NumberWithMethod>
      </div>
    </section>
  );
}

/** The range of an initiative's effort; while it has none, the one that its team's finished work suggests. */
export default function EffortAdvice({ record }: { record: RecordOut }): ReactNode {
  const kinds = useKinds();
  const kind = useMemo(() => kinds.find((each) => each.name === record.kind), [kinds, record.kind]);
  const estimated = record as Estimated;
  if (!kind) return null;
  return hasRange(estimated) ? <Range record={estimated} /> : <Suggestion kind={kind} record={estimated} />;
}
