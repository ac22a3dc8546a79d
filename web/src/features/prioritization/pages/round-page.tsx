import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { downloadAddress } from "@/api/client";
import { DecisionDialog } from "@/shared/decisions/decision-dialog";
import { formatDate } from "@/shared/format/dates";
import { plural } from "@/shared/format/format";
import { useMay, useTimeZone, useWorkspace } from "@/shared/people/workspace-context";
import { Button, ButtonLink, DownloadLink } from "@/shared/ui/button";
import { HowComputed } from "@/shared/ui/number-with-method";
import { PageHead, SectionHead } from "@/shared/ui/page-head";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { useCloseRound, useReveal, useSheet } from "../api";
import { CandidatesDialog } from "../components/candidates-dialog";
import { Declined } from "../components/declined";
import { RankedTable } from "../components/ranked-table";
import { Raters } from "../components/raters";
import { RatersDialog } from "../components/raters-dialog";
import { RevealDialog } from "../components/reveal-dialog";
import { ScoreMatrix } from "../components/score-matrix";
import type { Row, Sheet } from "../kinds";
import classes from "./round-page.module.css";

type Open = "candidates" | "raters" | null;

function saysOf(sheet: Sheet, zone: string): string {
  const { scoring_round: round, rows, raters, model } = sheet;
  const parts = [plural(rows.length, "candidate"), `scored by ${model.name}`];
  if (round.state === "open") {
    const until = round.due_on ? ` until ${formatDate(round.due_on, zone)}` : " until the reveal";
    return `${parts.join(", ")}. Everybody's numbers are private${until}.`;
  }
  const when = round.revealed_at ? `Revealed ${formatDate(round.revealed_at, zone)}. ` : "";
  return `${when}${raters.length > 0 ? `${plural(raters.length, "rater")} asked, ` : ""}${parts.join(", ")}.`;
}

function Actions({ sheet, onOpen }: { sheet: Sheet; onOpen: (open: Open) => void }): ReactNode {
  const { slug } = useWorkspace();
  const may = useMay();
  const { id, state } = sheet.scoring_round;
  const reveal = useReveal(id);
  const close = useCloseRound(id);
  const [revealing, setRevealing] = useState(false);
  if (!may.write) return null;
  if (state === "open") {
    return (
      <>
        <Button icon="plus" onClick={() => onOpen("candidates")}>
          Add candidates
        </Button>
        <Button icon="people" onClick={() => onOpen("raters")}>
          Ask for scores
        </Button>
        <ButtonLink icon="edit" to={`/w/${slug}/prioritization/scoring-rounds/${id}/score`}>
          Score one by one
        </ButtonLink>
        <Button look="primary" icon="eye" onClick={() => setRevealing(true)}>
          Reveal
        </Button>
        {revealing && (
          <RevealDialog
            sheet={sheet}
            busy={reveal.isPending}
            onClose={() => setRevealing(false)}
            onReveal={() => reveal.mutate(undefined, { onSuccess: () => setRevealing(false) })}
          />
        )}
      </>
    );
  }
  return (
    <>
      <DownloadLink href={downloadAddress(`/api/prioritization/scoring-rounds/${id}/sheet.csv`)}>
        Export
      </DownloadLink>
      {state === "revealed" && (
        <Button icon="lock" busy={close.isPending} onClick={() => close.mutate(undefined)}>
          Close the round
        </Button>
      )}
    </>
  );
}

function Ranked({ sheet, onDecide }: { sheet: Sheet; onDecide: (row: Row) => void }): ReactNode {
  const declined = sheet.rows.filter((row) => row.decision && row.decision.verdict !== "yes");
  return (
    <section>
      <SectionHead title="Ranked" count={sheet.rows.length - declined.length}>
        <HowComputed
          method={{
            name: sheet.model.name,
            formula: sheet.model.formula_words,
            from: "The score comes from the mean of each column over its raters. ± is the standard deviation that their disagreement gives it. One dot a rater: the score with their numbers where they gave any, and the column means elsewhere; the tick is the score.",
          }}
        />
      </SectionHead>
      <RankedTable
        sheet={sheet}
        rows={sheet.rows.filter((row) => !declined.includes(row))}
        onDecide={onDecide}
      />
      <Declined rows={declined} />
    </section>
  );
}

function Round({ sheet }: { sheet: Sheet }): ReactNode {
  const zone = useTimeZone();
  const { slug } = useWorkspace();
  const [open, setOpen] = useState<Open>(null);
  const [deciding, setDeciding] = useState<Row | null>(null);
  const { scoring_round: round, rows, raters } = sheet;
  const isOpen = round.state === "open";
  return (
    <>
      <PageHead
        title={round.title}
        sub={
          <>
            <span className="mono three">{round.key}</span> {saysOf(sheet, zone)}
          </>
        }
        actions={<Actions sheet={sheet} onOpen={setOpen} />}
      />
      <div className={classes.parts}>
        {raters.length > 0 && <Raters sheet={sheet} />}
        {rows.length === 0 && (
          <EmptyState
            icon="prioritization"
            title="No candidates yet"
            actions={
              <Button look="primary" icon="plus" onClick={() => setOpen("candidates")}>
                Add candidates
              </Button>
            }
          >
            Put up what competes for the same people, and ask those who know value, risk and effort.
          </EmptyState>
        )}
        {rows.length > 0 && !isOpen && <Ranked sheet={sheet} onDecide={setDeciding} />}
        {rows.length > 0 && round.state !== "closed" && (
          <section>
            <SectionHead title={isOpen ? "Your scores" : "Your scores, to correct after the talk"} />
            <div className={classes.wide}>
              <ScoreMatrix sheet={sheet} />
            </div>
            <p className={classes.narrow}>
              <ButtonLink
                size="large"
                look="primary"
                to={`/w/${slug}/prioritization/scoring-rounds/${round.id}/score`}
              >
                Score one by one
              </ButtonLink>
            </p>
          </section>
        )}
      </div>
      {open === "candidates" && <CandidatesDialog sheet={sheet} onClose={() => setOpen(null)} />}
      {open === "raters" && <RatersDialog sheet={sheet} onClose={() => setOpen(null)} />}
      {deciding && <DecisionDialog subject={deciding.node} onClose={() => setDeciding(null)} />}
    </>
  );
}

/** A round: one's own numbers while it is open, the ranked list once it is revealed. */
export default function RoundPage(): ReactNode {
  const { id = "" } = useParams();
  const { data, error, refetch } = useSheet(id);
  if (data) return <Round sheet={data} />;
  if (error) return <ProblemState error={error} onRetry={() => void refetch()} />;
  return <Skeleton rows={8} />;
}
