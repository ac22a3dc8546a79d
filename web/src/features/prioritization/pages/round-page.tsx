import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { formatDate } from "@/shared/format/dates";
import { plural } from "@/shared/format/format";
import { useMay, useTimeZone, useWorkspace } from "@/shared/people/workspace-context";
import { Button, ButtonLink } from "@/shared/ui/button";
import { PageHead, SectionHead } from "@/shared/ui/page-head";
import { Segments } from "@/shared/ui/segments";
import { StateLabel } from "@/shared/ui/state-glyph";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { toastProblem } from "@/shared/ui/toasts";
import { useHead, useMoveRound } from "../api";
import { CandidatesDialog } from "../components/candidates-dialog";
import { ClashDialog } from "../components/clash-dialog";
import { ColumnsBar } from "../components/columns-bar";
import { InviteDialog } from "../components/invite-dialog";
import { RankedList } from "../components/ranked-list";
import { Raters } from "../components/raters";
import { RatersDialog } from "../components/raters-dialog";
import { RevealDialog } from "../components/reveal-dialog";
import { ScoreMatrix } from "../components/score-matrix";
import { ValueEffort } from "../components/value-effort";
import type { Head } from "../kinds";
import { type Line, useLive } from "../live";
import { ratedOf } from "../scores";
import { useRoundState, type View } from "../use-round-state";
import { useScores } from "../use-scores";
import { useSpan } from "../use-span";
import classes from "./round-page.module.css";

type Open = "candidates" | "raters" | "invite" | "reveal" | null;

function saysOf(head: Head, zone: string): string {
  const { scoring_round: round, candidate_count: count, raters, model } = head;
  const parts = [
    raters.length > 0 && plural(raters.length, "rater"),
    plural(count, "candidate"),
    `scored by ${model.name}`,
  ].filter(Boolean);
  if (round.state === "open") {
    const until = round.due_on ? ` until ${formatDate(round.due_on, zone)}` : " until the reveal";
    return `${parts.join(", ")}. Everybody's numbers are private${until}.`;
  }
  const when = round.revealed_at ? `Revealed ${formatDate(round.revealed_at, zone)}. ` : "";
  return `${when}${parts.join(", ")}.`;
}

/** Whether somebody may still fill in a number of the round. */
function canScore(head: Head): boolean {
  return head.scoring_round.state !== "closed";
}

interface ActionProps {
  head: Head;
  onOpen: (open: Open) => void;
}

function Actions({ head, onOpen }: ActionProps): ReactNode {
  const { slug } = useWorkspace();
  const may = useMay();
  const { id, state } = head.scoring_round;
  const close = useMoveRound(id, "close");
  if (!may.write) return null;
  return (
    <>
      {state === "open" && (
        <>
          <Button icon="plus" onClick={() => onOpen("candidates")}>
            Add candidates
          </Button>
          <Button icon="people" onClick={() => onOpen("raters")}>
            Ask for scores
          </Button>
        </>
      )}
      {canScore(head) && (
        <>
          <Button icon="screen" onClick={() => onOpen("invite")}>
            Invite
          </Button>
          <ButtonLink icon="edit" to={`/w/${slug}/prioritization/scoring-rounds/${id}/score`}>
            Score one by one
          </ButtonLink>
        </>
      )}
      {state === "open" && (
        <Button look="primary" icon="eye" onClick={() => onOpen("reveal")}>
          Reveal
        </Button>
      )}
      {state === "revealed" && (
        <Button
          icon="lock"
          busy={close.isPending}
          onClick={() => close.mutate(undefined, { onError: toastProblem })}
        >
          Close the round
        </Button>
      )}
    </>
  );
}

function YourScores({ head, unscored }: { head: Head; unscored: boolean }): ReactNode {
  const { id } = head.scoring_round;
  const { slug } = useWorkspace();
  const scores = useScores(id);
  const span = useSpan(id, { decided: "any", sort: "key", unscored });
  return (
    <section>
      <SectionHead title="Your scores" count={span.total}>
        <span role="status" className="small">
          {scores.waiting && (
            <StateLabel state="incomplete">
              {plural(scores.kept.length, "score")} kept here until the server can be reached
            </StateLabel>
          )}
        </span>
      </SectionHead>
      <div className={classes.wide}>
        <ScoreMatrix head={head} span={span} scores={scores} />
      </div>
      <p className={classes.narrow}>
        <ButtonLink size="large" look="primary" to={`/w/${slug}/prioritization/scoring-rounds/${id}/score`}>
          Score one by one
        </ButtonLink>
      </p>
    </section>
  );
}

/** Ranks exist once any column that people rate was revealed; before that there are only one's own numbers. */
function viewsOf(head: Head): View[] {
  const rated = ratedOf(head);
  const isShown = rated.length === 0 || rated.some(({ state }) => state === "revealed");
  const isPublic = head.scoring_round.state !== "open" || isShown;
  const views: View[] = isPublic ? ["ranked"] : [];
  if (canScore(head)) views.push("scores");
  if (isPublic) views.push("matrix");
  return views;
}

const viewNames: Record<View, string> = {
  ranked: "Ranked",
  scores: "Your scores",
  matrix: "Value and effort",
};

/** By itself the page shows what there is to do: scoring while the round is open, the order after it. */
function firstView(head: Head, views: readonly View[]): View | undefined {
  const isScoring = head.scoring_round.state === "open" && views.includes("scores");
  return isScoring ? "scores" : views[0];
}

function LineState({ line }: { line: Line }): ReactNode {
  if (line !== "lost") return null;
  return (
    <span role="status">
      <StateLabel state="incomplete">The connection was lost; trying again</StateLabel>
    </span>
  );
}

function Views({ head }: { head: Head }): ReactNode {
  const [state, set] = useRoundState();
  const views = viewsOf(head);
  const view = state.view && views.includes(state.view) ? state.view : firstView(head, views);
  return (
    <>
      {views.length > 1 && view && (
        <div className={classes.views}>
          <Segments<View>
            label="View"
            options={views.map((value) => ({ value, label: viewNames[value] }))}
            value={view}
            onChange={(next) => set({ view: next, panel: null })}
          />
        </div>
      )}
      {view === "ranked" && <RankedList head={head} state={state} set={set} />}
      {view === "scores" && <YourScores head={head} unscored={state.unscored} />}
      {view === "matrix" && <ValueEffort head={head} />}
    </>
  );
}

function Dialogs({ head, open, onClose }: { head: Head; open: Open; onClose: () => void }): ReactNode {
  const reveal = useMoveRound(head.scoring_round.id, "reveal");
  if (open === "candidates") return <CandidatesDialog head={head} onClose={onClose} />;
  if (open === "raters") return <RatersDialog head={head} onClose={onClose} />;
  if (open === "invite") return <InviteDialog head={head} onClose={onClose} />;
  if (open !== "reveal") return null;
  return (
    <RevealDialog
      head={head}
      busy={reveal.isPending}
      onClose={onClose}
      onReveal={() => reveal.mutate(undefined, { onSuccess: onClose })}
    />
  );
}

function Round({ head }: { head: Head }): ReactNode {
  const zone = useTimeZone();
  const may = useMay();
  const line = useLive(head.scoring_round.id);
  const scores = useScores(head.scoring_round.id);
  const [open, setOpen] = useState<Open>(null);
  const { scoring_round: round } = head;
  const showsTurns = round.is_by_column || head.columns.some(({ is_revote }) => is_revote);
  return (
    <>
      <PageHead
        title={round.title}
        sub={
          <>
            <span className="mono three">{round.key}</span> {saysOf(head, zone)} <LineState line={line} />
          </>
        }
        actions={<Actions head={head} onOpen={setOpen} />}
      />
      <div className={classes.parts}>
        {showsTurns && round.state !== "closed" && <ColumnsBar head={head} />}
        {head.raters.length > 0 && round.state !== "closed" && <Raters head={head} />}
        {head.candidate_count > 0 ? (
          <Views head={head} />
        ) : (
          <EmptyState
            icon="prioritization"
            title="No candidates yet"
            actions={
              may.write && (
                <Button look="primary" icon="plus" onClick={() => setOpen("candidates")}>
                  Add candidates
                </Button>
              )
            }
          >
            Put up what competes for the same people, and ask those who know value, risk and effort.
          </EmptyState>
        )}
      </div>
      {scores.clash && <ClashDialog head={head} clash={scores.clash} onSettle={scores.settle} />}
      <Dialogs head={head} open={open} onClose={() => setOpen(null)} />
    </>
  );
}

/** A round: one's own numbers while it is open, the ranked list once it is revealed. */
export default function RoundPage(): ReactNode {
  const { id = "" } = useParams();
  const { data, error, refetch } = useHead(id);
  if (data) return <Round key={id} head={data} />;
  if (error) return <ProblemState error={error} onRetry={() => void refetch()} />;
  return <Skeleton rows={8} />;
}
