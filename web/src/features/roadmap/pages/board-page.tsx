import { type ReactNode, useState } from "react";
import { plural } from "@/shared/format/format";
import { ImportDialog } from "@/shared/io/import-dialog";
import { useHere } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { CreateDialog } from "@/shared/records/create-dialog";
import { Button } from "@/shared/ui/button";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { useBoard } from "../api";
import classes from "../components/board.module.css";
import { BoardLanes } from "../components/board-lanes";
import { Changes } from "../components/changes";
import { Filters } from "../components/filters";
import { SaidNo } from "../components/said-no";
import { ShareRoadmap } from "../components/share-roadmap";
import { type Board, initiative } from "../kinds";
import { filterOf, useAddress } from "../use-address";
import type { Horizon } from "../words";

function saysOf(board: Board | undefined): string {
  if (!board) return "What comes now, next and later, and how sure we are.";
  const placed = board.lanes.reduce((sum, lane) => sum + lane.cards.length, 0);
  const said = board.declined.length > 0 ? ` Said no to ${board.declined.length}.` : "";
  return `${plural(placed, "initiative")} on the board.${said} Drag a card, or focus it and press Shift with an arrow.`;
}

function isEmpty(board: Board): boolean {
  return board.lanes.every((lane) => lane.cards.length === 0) && board.unplaced.length === 0;
}

/** Now, next and later, with what was said no to beneath. */
export default function BoardPage(): ReactNode {
  const [search, setSearch] = useAddress();
  const filter = filterOf(search);
  const { data, error, refetch } = useBoard(filter);
  const { membership } = useHere();
  const mayEdit = ["owner", "admin", "editor"].includes(membership.role);
  const [adding, setAdding] = useState<Horizon | "none" | null>(null);
  const [importing, setImporting] = useState(false);
  const [sharing, setSharing] = useState(false);
  return (
    <PracticePage
      practice="roadmap"
      title="Roadmap"
      sub={saysOf(data)}
      actions={
        mayEdit && (
          <>
            <Button icon="link" onClick={() => setSharing(true)}>
              Share
            </Button>
            <Button icon="import" onClick={() => setImporting(true)}>
              Import
            </Button>
            <Button look="primary" icon="plus" onClick={() => setAdding("none")}>
              New initiative
            </Button>
          </>
        )
      }
    >
      {error && <ProblemState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={6} height={96} />}
      {data && (
        <>
          <div className={classes.tools}>
            <Filters filter={filter} onChange={setSearch} />
          </div>
          {isEmpty(data) && (
            <EmptyState icon="roadmap" title="Nothing is planned yet">
              Put what you work on under Now. What comes after it goes to Next, what is only meant to Later.
            </EmptyState>
          )}
          <div className={classes.page}>
            <div className={classes.main}>
              <BoardLanes board={data} filter={filter} mayEdit={mayEdit} onAdd={setAdding} />
              <SaidNo declined={data.declined} />
            </div>
            <Changes />
          </div>
        </>
      )}
      {adding && (
        <CreateDialog
          kind={initiative}
          initial={adding === "none" ? {} : { horizon: adding }}
          onClose={() => setAdding(null)}
          onCreated={adding === "none" ? undefined : () => void refetch()}
        />
      )}
      {sharing && <ShareRoadmap onClose={() => setSharing(false)} />}
      {importing && <ImportDialog sources={initiative.imports} onClose={() => setImporting(false)} />}
    </PracticePage>
  );
}
