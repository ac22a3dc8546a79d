import type { ReactNode } from "react";
import type { RecordOut } from "@/api/types";
import { formatMoment } from "@/shared/format/dates";
import { plural } from "@/shared/format/format";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { useHere, useMay, useTimeZone } from "@/shared/people/workspace-context";
import { Icon } from "@/shared/ui/icon";
import { NumberWithMethod } from "@/shared/ui/number-with-method";
import { SectionHead } from "@/shared/ui/page-head";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import { useForecasts } from "../api";
import type { Forecasts, Prediction } from "../kinds";
import { brierMethod, formatBrier, formatProbability } from "../words";
import classes from "./forecasts.module.css";
import { GiveProbability } from "./give-probability";

type Given = Forecasts["forecasts"][number];

function Row({ given, outcome }: { given: Given; outcome: Prediction["outcome"] }): ReactNode {
  const zone = useTimeZone();
  const { membership } = useHere();
  const isOwn = given.member.id === membership.id;
  return (
    <li className={classes.row}>
      <PersonAvatar person={given.member} withName />
      <span className={classes.track}>
        {outcome === "yes" && <span className={classes.truth} style={{ left: "100%" }} />}
        {outcome === "no" && <span className={classes.truth} style={{ left: "0%" }} />}
        <span
          className={classes.dot}
          data-own={isOwn || undefined}
          style={{ left: `${given.probability * 100}%` }}
        />
      </span>
      <span className="tn strong num">{formatProbability(given.probability)}</span>
      <span className="tn two num">{given.brier === null ? "" : formatBrier(given.brier)}</span>
      <time className={`${classes.when} three`} dateTime={given.at}>
        {formatMoment(given.at, zone)}
      </time>
    </li>
  );
}

function Table({ forecasts, outcome }: { forecasts: Forecasts; outcome: Prediction["outcome"] }): ReactNode {
  const isScored = forecasts.brier !== null;
  return (
    <>
      <div className={`${classes.row} ${classes.head}`} aria-hidden="true">
        <span />
        <span className="row spread">
          <span>0 %</span>
          <span>50</span>
          <span>100</span>
        </span>
        <span className="num">Said</span>
        <span className="num">{isScored ? "Brier" : ""}</span>
        <span className={classes.when} />
      </div>
      <ul>
        {forecasts.forecasts.map((each) => (
          <Row key={each.member.id} given={each} outcome={outcome} />
        ))}
      </ul>
      {forecasts.mean !== null && (
        <p className={classes.mean}>
          Mean <b className="tn">{formatProbability(forecasts.mean)}</b>
          {forecasts.brier !== null && (
            <>
              {" "}
              with a mean Brier score of{" "}
              <NumberWithMethod method={brierMethod}>{formatBrier(forecasts.brier)}</NumberWithMethod>
            </>
          )}
        </p>
      )}
    </>
  );
}

/** Who gave which probability; others' stay sealed while one's own is missing. */
export default function ForecastsSection({ record }: { record: RecordOut }): ReactNode {
  const prediction = record as Prediction;
  const may = useMay();
  const { data, error, refetch } = useForecasts(record.id);
  const mayGive = may.write && prediction.state === "open" && !record.archived_at;
  return (
    <section>
      <SectionHead title="Probabilities" count={data?.count || undefined}>
        {data?.is_sealed ? "Sealed" : undefined}
      </SectionHead>
      {error && <ProblemLine error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={3} />}
      {data?.is_sealed && data.count > 0 && (
        <p className={classes.sealed}>
          <Icon name="lock" size="small" />
          {plural(data.count, "person has", "people have")} given a probability. You see it once you have
          given yours, so that nobody copies.
        </p>
      )}
      {data && !data.is_sealed && data.count > 0 && <Table forecasts={data} outcome={prediction.outcome} />}
      {data?.count === 0 && !mayGive && <p className={classes.sealed}>Nobody gave a probability.</p>}
      {data && mayGive && <GiveProbability key={data.mine} id={record.id} mine={data.mine} />}
    </section>
  );
}
