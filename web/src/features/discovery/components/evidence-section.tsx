import type { ReactNode } from "react";
import { Link } from "react-router";
import type { components } from "@/api/schema";
import type { RecordOut } from "@/api/types";
import { useRecordPath } from "@/shared/people/workspace-context";
import { SectionHead } from "@/shared/ui/page-head";
import { StateLabel } from "@/shared/ui/state-glyph";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import { StrengthGlyph, StrengthTally } from "@/shared/ui/strength-glyph";
import { useEvidence } from "../api";
import classes from "./evidence-section.module.css";
import { PageNote } from "./page-note";
import { StrengthLadder } from "./strength-ladder";

type Piece = components["schemas"]["EvidencePieceOut"];
type Evidence = components["schemas"]["EvidenceOut"];

const plurals = { highlight: "highlights", feedback: "feedback", request: "requests" } as const;

function PieceRow({ piece }: { piece: Piece }): ReactNode {
  const pathOf = useRecordPath();
  const to = pathOf({ domain: "discovery", plural: plurals[piece.kind], id: piece.id });
  return (
    <li className={classes.piece}>
      <StrengthGlyph strength={piece.strength} />
      <Link to={to} className={classes.quote}>
        {piece.strength === "observed" ? piece.text : `“${piece.text}”`}
      </Link>
      <span className={classes.source}>
        {piece.is_against && <StateLabel state="worse">refutes</StateLabel>}
        <span className="clip">{piece.source || piece.key}</span>
      </span>
    </li>
  );
}

/** What is missing from the evidence, in words. */
function warningOf({ summary }: Evidence): string | null {
  if (summary.total === 0) return null;
  if (summary.strongest === "internal") return "Only our own opinion so far: no customer was seen or heard";
  if (summary.strongest === "asked") return "Asked for, but nobody was seen needing it and nobody told of it";
  return summary.observed === 0 ? "Told, but nobody was seen doing it" : null;
}

function Shown({ evidence }: { evidence: Evidence }): ReactNode {
  const { summary, pieces } = evidence;
  const warning = warningOf(evidence);
  return (
    <>
      <div className={classes.summary}>
        <StrengthLadder counts={summary} />
        <StrengthTally counts={summary} />
        {summary.against > 0 && <StateLabel state="worse">{summary.against} against</StateLabel>}
      </div>
      {warning && <p className={classes.warning}>{<StateLabel state="at_risk">{warning}</StateLabel>}</p>}
      <ul>
        {pieces.map((piece) => (
          <PieceRow key={piece.id} piece={piece} />
        ))}
      </ul>
    </>
  );
}

/** What a claim rests on: quotes, feedback and requests upstream of it, firmest first. */
export default function EvidenceSection({ record }: { record: RecordOut }): ReactNode {
  const { data, error, refetch } = useEvidence(record.id);
  return (
    <section aria-label="Evidence">
      <SectionHead title="Evidence" count={data?.summary.total || undefined}>
        Observed is firmest, then told, asked, internal
      </SectionHead>
      {error && <ProblemLine error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={3} />}
      {data && data.pieces.length === 0 && (
        <PageNote>
          Nothing is cited yet. Choose marks in a transcript and create an insight from them, or link a
          highlight, feedback or a request below.
        </PageNote>
      )}
      {data && data.pieces.length > 0 && <Shown evidence={data} />}
    </section>
  );
}
