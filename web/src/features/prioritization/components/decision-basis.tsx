import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import type { RecordOut, StepState } from "@/api/types";
import { amount } from "@/shared/decisions/trigger-draft";
import { formatDate } from "@/shared/format/dates";
import { formatNumber, plural } from "@/shared/format/format";
import { MiniChain } from "@/shared/graph/mini-chain";
import { useTimeZone, useWorkspace } from "@/shared/people/workspace-context";
import { KeyLabel } from "@/shared/ui/key-label";
import { SectionHead } from "@/shared/ui/page-head";
import { isStrength, StrengthGlyph, strengths } from "@/shared/ui/strength-glyph";
import type { Decision } from "../decision-kind";
import { formatScore } from "../kinds";
import { useNodePath } from "../node";
import classes from "./decision.module.css";

type Basis = Decision["basis"];
type Piece = Basis["evidence"][number];

function ScoreOfTheDay({ score }: { score: NonNullable<Basis["score"]> }): ReactNode {
  const pathOf = useNodePath();
  return (
    <>
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
              <span className="small three">
                {part.raters > 0 ? plural(part.raters, "rater") : "from the record"}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="small three">
        Scored in{" "}
        <Link className="link" to={pathOf({ id: score.round_id, kind: "scoring_round" })}>
          {score.round_title}
        </Link>
      </p>
    </>
  );
}

const few = 6;

/** Observed before told before asked; what carries no strength of its own comes last. */
function strongestFirst(pieces: readonly Piece[]): Piece[] {
  const rank = ({ bearing }: Piece) => (isStrength(bearing) ? strengths.indexOf(bearing) : strengths.length);
  return pieces.toSorted((a, b) => rank(a) - rank(b));
}

const bearings: Record<string, string> = { holds: "held", fails: "failed" };

function Bearing({ bearing }: { bearing: Piece["bearing"] }): ReactNode {
  if (isStrength(bearing)) return <StrengthGlyph strength={bearing} withWord />;
  return bearings[bearing] ?? bearing;
}

function Pieces({
  title,
  pieces,
  none,
}: {
  title: string;
  pieces: readonly Piece[];
  none: string;
}): ReactNode {
  const pathOf = useNodePath();
  const [all, setAll] = useState(false);
  const sorted = strongestFirst(pieces);
  const shown = all ? sorted : sorted.slice(0, few);
  if (pieces.length === 0) return none && <p className={`three ${classes.note}`}>{none}</p>;
  return (
    <>
      <h3 className={classes.sub}>
        {title} <span className="three tn">{pieces.length}</span>
      </h3>
      <ul>
        {shown.map((piece) => (
          <li key={piece.id} className={classes.line}>
            <KeyLabel>{piece.key}</KeyLabel>
            <Link className={`grow ${classes.name}`} to={pathOf(piece)}>
              {piece.title}
            </Link>
            <span className="small two nowrap">
              <Bearing bearing={piece.bearing} />
            </span>
          </li>
        ))}
      </ul>
      {shown.length < pieces.length && (
        <p className={classes.note}>
          <button type="button" className="link" onClick={() => setAll(true)}>
            Show all {pieces.length}
          </button>
        </p>
      )}
    </>
  );
}

function TriggersThen({ triggers }: { triggers: Basis["triggers"] }): ReactNode {
  const read = triggers.filter((each) => each.value !== null);
  if (read.length === 0) return null;
  return (
    <>
      <h3 className={classes.sub}>What its triggers read</h3>
      <ul>
        {read.map((each) => (
          <li key={each.words} className={classes.line}>
            <span className="grow">{each.words}</span>
            <span className="tn strong nowrap">{amount(each.value ?? 0, each.unit)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Score, chain, evidence and readings as they stood on the day. */
export default function DecisionBasis({ record }: { record: RecordOut }): ReactNode {
  const { basis, subject, decided_on } = record as Decision;
  const zone = useTimeZone();
  const { slug } = useWorkspace();
  return (
    <section>
      <SectionHead title="What was known">
        <Link className="link" to={`/w/${slug}/why/${subject.id}?on=${decided_on}`}>
          The graph as it stood
        </Link>
      </SectionHead>
      <p className={`small three ${classes.note}`}>
        Kept as of {formatDate(basis.taken_at, zone)}
        {basis.subject &&
          basis.subject.title !== subject.title &&
          `, when it was called “${basis.subject.title}”`}
        . It does not change with the records it names.
      </p>
      {basis.score ? (
        <ScoreOfTheDay score={basis.score} />
      ) : (
        <p className={`three ${classes.note}`}>It had not been scored in a revealed round.</p>
      )}
      <p className={`row ${classes.note}`}>
        <MiniChain states={basis.chain as StepState[]} />
        <span className="small three">the chain on that day</span>
      </p>
      <Pieces title="Evidence" pieces={basis.evidence} none="No evidence was linked." />
      <Pieces title="Claims and tests" pieces={basis.claims} none="" />
      <TriggersThen triggers={basis.triggers} />
    </section>
  );
}
