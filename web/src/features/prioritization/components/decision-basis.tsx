import type { ReactNode } from "react";
import type { RecordOut, StepState } from "@/api/types";
import { formatMoment } from "@/shared/format/dates";
import { formatNumber, plural } from "@/shared/format/format";
import { MiniChain } from "@/shared/graph/mini-chain";
import { useTimeZone } from "@/shared/people/workspace-context";
import { KeyLabel } from "@/shared/ui/key-label";
import { SectionHead } from "@/shared/ui/page-head";
import { type Decision, formatScore } from "../kinds";
import classes from "./decision.module.css";

type Score = NonNullable<Decision["basis"]["score"]>;

function ScoreOfTheDay({ score }: { score: Score }): ReactNode {
  return (
    <dl className={classes.parts}>
      <div>
        <dt className="small three">{score.model}</dt>
        <dd className="tn">
          {formatScore(score.score)}{" "}
          <span className="small three">
            rank {score.rank} of {score.out_of}
          </span>
        </dd>
      </div>
      {score.parts.map((part) => (
        <div key={part.column}>
          <dt className="small three">{part.label}</dt>
          <dd className="tn">
            {formatNumber(part.mean, { digits: 2 })}{" "}
            <span className="small three">{plural(part.raters, "rater")}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Score, chain and evidence as they stood on the day. */
export default function DecisionBasis({ record }: { record: RecordOut }): ReactNode {
  const { basis } = record as Decision;
  const zone = useTimeZone();
  return (
    <section>
      <SectionHead title="What was known">
        <span className="small three">as of {formatMoment(basis.taken_at, zone)}</span>
      </SectionHead>
      {basis.score ? (
        <ScoreOfTheDay score={basis.score} />
      ) : (
        <p className={`three ${classes.note}`}>It had not been scored in a revealed round.</p>
      )}
      <p className={`row ${classes.note}`}>
        <MiniChain states={basis.chain as StepState[]} />
        <span className="small three">the chain on that day</span>
      </p>
      <ul className={classes.evidence} aria-label="Evidence on that day">
        {basis.evidence.map((each) => (
          <li key={each.id}>
            <KeyLabel>{each.key}</KeyLabel>
            <span className="grow">{each.title}</span>
            <span className="small three">{each.state}</span>
          </li>
        ))}
      </ul>
      {basis.evidence.length === 0 && <p className={`three ${classes.note}`}>No evidence was linked.</p>}
    </section>
  );
}
