import { useQueries, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { graph } from "@/api/graph";
import { records } from "@/api/records";
import type { components } from "@/api/schema";
import type { RecordOut } from "@/api/types";
import { formatDate } from "@/shared/format/dates";
import { formatNumber } from "@/shared/format/format";
import { useRecordPath, useTimeZone } from "@/shared/people/workspace-context";
import { KeyLabel } from "@/shared/ui/key-label";
import { StateLabel } from "@/shared/ui/state-glyph";
import classes from "./initiative.module.css";

type Hypothesis = components["schemas"]["HypothesisOut"];

const hypotheses = { domain: "discovery", plural: "hypotheses" };

function Belief({ hypothesis }: { hypothesis: Hypothesis }): ReactNode {
  const pathOf = useRecordPath();
  const zone = useTimeZone();
  const { threshold, threshold_fixed_at: fixedAt, state } = hypothesis;
  return (
    <div className={classes.belief}>
      <KeyLabel>{hypothesis.key}</KeyLabel>
      <p className="body">
        <Link to={pathOf({ ...hypotheses, id: hypothesis.id })}>{hypothesis.belief || hypothesis.title}</Link>
        {threshold !== null && (
          <>
            {" "}
            Holds when {hypothesis.metric || "the metric"} is{" "}
            <b className="tn">
              {hypothesis.direction === "at_least" ? "at least" : "at most"}{" "}
              {formatNumber(threshold, { unit: hypothesis.unit || undefined })}
            </b>
            .
          </>
        )}
      </p>
      <span className="small three nowrap">
        {state === "supported" && <StateLabel state="better">Supported</StateLabel>}
        {state === "refuted" && <StateLabel state="worse">Refuted</StateLabel>}
        {state === "untested" &&
          (fixedAt ? (
            `Threshold fixed ${formatDate(fixedAt, zone)}`
          ) : (
            <StateLabel state="incomplete">No threshold yet</StateLabel>
          ))}
      </span>
    </div>
  );
}

/** What is believed, and from when on it may be called true. */
export default function Hypotheses({ record }: { record: RecordOut }): ReactNode {
  const { data: steps } = useQuery({
    queryKey: ["node", record.id, "chain"],
    queryFn: () => graph.chain(record.id),
  });
  const found = steps?.find((step) => step.step === "hypothesis")?.records ?? [];
  const answers = useQueries({
    queries: found.map((node) => ({
      queryKey: ["records", "hypothesis", "one", node.id],
      queryFn: () => records.get<Hypothesis>(hypotheses, node.id),
    })),
  });
  const known = answers.flatMap(({ data }) => data ?? []);
  if (known.length === 0) return null;
  return (
    <section className={classes.beliefs} aria-label="Hypotheses">
      {known.map((hypothesis) => (
        <Belief key={hypothesis.id} hypothesis={hypothesis} />
      ))}
    </section>
  );
}
