import { type ReactNode, useState } from "react";
import { plural } from "@/shared/format/format";
import { useTouch } from "@/shared/hooks/use-touch";
import { ImportDialog } from "@/shared/io/import-dialog";
import { useMay } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { CreateDialog } from "@/shared/records/create-dialog";
import { Button } from "@/shared/ui/button";
import { Paper, type PaperHands, usePaper } from "@/shared/ui/paper";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { type BoardFilter, useBoard } from "../api";
import classes from "../components/board.module.css";
import { BoardLanes } from "../components/board-lanes";
import { Changes } from "../components/changes";
import { ExportMenu } from "../components/export-menu";
import { Filters, useSaidFilter } from "../components/filters";
import { SaidNo } from "../components/said-no";
import { ShareRoadmap } from "../components/share-roadmap";
import { ViewSwitcher } from "../components/view-switcher";
import { Viewed } from "../components/viewed";
import { type Board, initiative } from "../kinds";
import { filterOf, useAddress } from "../use-address";
import { type Horizon, horizons } from "../words";

const dragged = "Drag a card, or focus it and press Shift with an arrow.";
const touched = "Tap the dots on a card to move it.";
const shownStates = ["idea", "candidate", "committed", "building", "shipped"];

function saysOf(board: Board | undefined, isTouched: boolean): string {
  if (!board) return "What comes now, next and later, and how sure we are.";
  const placed = board.lanes.reduce((sum, lane) => sum + lane.cards.length, 0);
  const said = board.declined.length > 0 ? ` Said no to ${board.declined.length}.` : "";
  return `${plural(placed, "initiative")} on the board.${said} ${isTouched ? touched : dragged}`;
}

function isEmpty(board: Board): boolean {
  return board.lanes.every((lane) => lane.cards.length === 0) && board.unplaced.length === 0;
}

function Actions({ onOpen }: { onOpen: (what: "share" | "import" | "create") => void }): ReactNode {
  return (
    <>
      <Button icon="link" onClick={() => onOpen("share")}>
        Share
      </Button>
      <Button icon="import" onClick={() => onOpen("import")}>
        Import
      </Button>
      <Button look="primary" icon="plus" onClick={() => onOpen("create")}>
        New initiative
      </Button>
    </>
  );
}

function Tools({ filter, paper }: { filter: BoardFilter; paper: PaperHands }): ReactNode {
  const [, setSearch] = useAddress();
  return (
    <div className={classes.tools}>
      <ViewSwitcher shape="board" />
      <Filters filter={filter} onChange={setSearch} />
      <span className={classes.right}>
        <ExportMenu
          query={{ ...filter, state: shownStates, horizon: horizons.map(({ value }) => value) }}
          onPicture={() => paper.savePicture("roadmap.png")}
          onPrint={() => window.print()}
        />
      </span>
    </div>
  );
}

function OnPaper({
  board,
  filter,
  paper,
}: {
  board: Board;
  filter: BoardFilter;
  paper: PaperHands;
}): ReactNode {
  return (
    <Paper paper={paper} title="Roadmap" says={useSaidFilter(filter)} legend="Dashed: not committed.">
      {() => (
        <div className={classes.onPaper}>
          <BoardLanes board={board} filter={filter} mayEdit={false} />
          <SaidNo declined={board.declined} isWhole />
        </div>
      )}
    </Paper>
  );
}

type Open = "share" | "import" | "create" | Horizon | null;

function Dialogs({
  open,
  onClose,
  onAdded,
}: {
  open: Open;
  onClose: () => void;
  onAdded: () => void;
}): ReactNode {
  if (open === null) return null;
  if (open === "share") return <ShareRoadmap onClose={onClose} />;
  if (open === "import") return <ImportDialog sources={initiative.imports} onClose={onClose} />;
  if (open === "create") return <CreateDialog kind={initiative} initial={{}} onClose={onClose} />;
  return <CreateDialog kind={initiative} initial={{ horizon: open }} onClose={onClose} onCreated={onAdded} />;
}

function BoardView(): ReactNode {
  const [search] = useAddress();
  const filter = filterOf(search);
  const { data, error, refetch } = useBoard(filter);
  const may = useMay();
  const isTouched = useTouch();
  const paper = usePaper();
  const [open, setOpen] = useState<Open>(null);
  return (
    <PracticePage
      practice="roadmap"
      title="Roadmap"
      sub={saysOf(data, isTouched)}
      actions={may.edit && <Actions onOpen={setOpen} />}
    >
      <Tools filter={filter} paper={paper} />
      {error && <ProblemState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={6} height={96} />}
      {data && (
        <>
          {isEmpty(data) && (
            <EmptyState icon="roadmap" title="Nothing is planned yet">
              Put what you work on under Now. What comes after it goes to Next, what is only meant to Later.
            </EmptyState>
          )}
          <div className={classes.page}>
            <div className={classes.main}>
              <BoardLanes board={data} filter={filter} mayEdit={may.edit} onAdd={setOpen} />
              <SaidNo declined={data.declined} />
            </div>
            <Changes />
          </div>
          <OnPaper board={data} filter={filter} paper={paper} />
        </>
      )}
      <Dialogs open={open} onClose={() => setOpen(null)} onAdded={() => void refetch()} />
    </PracticePage>
  );
}

/** Now, next and later, with what was said no to beneath. */
export default function BoardPage(): ReactNode {
  return (
    <Viewed>
      <BoardView />
    </Viewed>
  );
}
