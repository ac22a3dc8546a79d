import { type ReactNode, useState } from "react";
import type { components } from "@/api/schema";
import { formatDate, todayIn } from "@/shared/format/dates";
import { formatPercent, plural, sentenceCase } from "@/shared/format/format";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { useTimeZone } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { HowComputed } from "@/shared/ui/number-with-method";
import { SectionHead } from "@/shared/ui/page-head";
import { Segments } from "@/shared/ui/segments";
import { StateLabel } from "@/shared/ui/state-glyph";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { useCoverage } from "../api";
import classes from "./coverage-page.module.css";

type Coverage = components["schemas"]["CoverageOut"];

const spans = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "", label: "All time" },
] as const;
type Span = (typeof spans)[number]["value"];

const parts = [
  { name: "product", label: "With product" },
  { name: "design", label: "With design" },
  { name: "engineering", label: "With engineering" },
  { name: "whole_trio", label: "Whole trio" },
] as const;

function sinceOf(span: Span, zone: string): string | undefined {
  if (!span) return undefined;
  const day = new Date(`${todayIn(zone)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - Number(span));
  return day.toISOString().slice(0, 10);
}

function Parts({ trio }: { trio: Coverage["trio"] }): ReactNode {
  return (
    <ul className={classes.parts}>
      {parts.map(({ name, label }) => {
        const share = trio.sessions > 0 ? trio[name] / trio.sessions : 0;
        return (
          <li key={name}>
            <span className="two">{label}</span>
            <span className={classes.share}>{formatPercent(share, { digits: 0 })}</span>
            <span className={classes.track}>
              <span style={{ width: `${share * 100}%` }} />
            </span>
            <span className="small three tn">
              {trio[name]} of {plural(trio.sessions, "session")}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function People({ people }: { people: Coverage["people"] }): ReactNode {
  const zone = useTimeZone();
  const ordered = [...people].sort((a, b) => (a.last_on ?? "").localeCompare(b.last_on ?? ""));
  return (
    <ul>
      {ordered.map((person) => (
        <li key={person.id} className={classes.person}>
          <PersonAvatar person={person} withName />
          <span className="three">{sentenceCase(person.function)}</span>
          <span className="tn two">{plural(person.sessions, "session")}</span>
          <span className={classes.last}>
            {person.last_on ? (
              <span className="tn">{formatDate(person.last_on, zone)}</span>
            ) : (
              <StateLabel state="at_risk">{person.sessions > 0 ? "No date" : "Met nobody"}</StateLabel>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** How often product, design and engineering met customers together, and who has not met one lately. */
export default function CoveragePage(): ReactNode {
  const zone = useTimeZone();
  const [span, setSpan] = useState<Span>("90");
  const { data, error, refetch } = useCoverage(sinceOf(span, zone));
  return (
    <PracticePage
      practice="discovery"
      title="Coverage"
      sub="Who sat with customers. What is heard by all three of the trio need not be retold."
      actions={<Segments label="Held within" options={spans} value={span} onChange={setSpan} />}
    >
      {error && <ProblemState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={6} />}
      {data && data.trio.sessions === 0 && (
        <EmptyState icon="people" title="No sessions in this time">
          File the sessions you hold and say who was there; this page shows whom the customers met.
        </EmptyState>
      )}
      {data && data.trio.sessions > 0 && (
        <div className={classes.page}>
          <section>
            <SectionHead title="Trio coverage" count={plural(data.trio.sessions, "session")}>
              <HowComputed
                method={{
                  name: "Share of sessions",
                  from: "Sessions in which somebody of that function sat, out of all that were held and not archived.",
                }}
              />
            </SectionHead>
            <Parts trio={data.trio} />
          </section>
          <section>
            <SectionHead title="Last met a customer" count={data.people.length} />
            <People people={data.people} />
          </section>
        </div>
      )}
    </PracticePage>
  );
}
