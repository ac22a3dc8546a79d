import { type ReactNode, useState } from "react";
import { useSearchParams } from "react-router";
import { plural } from "@/shared/format/format";
import { ImportDialog } from "@/shared/io/import-dialog";
import { useHere, usePeople, useTeams } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { CreateDialog } from "@/shared/records/create-dialog";
import { Button } from "@/shared/ui/button";
import { SelectField } from "@/shared/ui/inputs";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { type BoardFilter, useBoard } from "../api";
import classes from "../components/board.module.css";
import { BoardLanes } from "../components/board-lanes";
import { Changes } from "../components/changes";
import { SaidNo } from "../components/said-no";
import { type Board, initiative } from "../kinds";
import type { Horizon } from "../words";

function useFilter(): [BoardFilter, (name: keyof BoardFilter, value: string) => void] {
  const [search, setSearch] = useSearchParams();
  const filter: BoardFilter = {};
  for (const name of ["team_id", "owner_id"] as const) {
    const value = search.get(name);
    if (value) filter[name] = value;
  }
  return [
    filter,
    (name, value) =>
      setSearch(
        (before) => {
          if (value) before.set(name, value);
          else before.delete(name);
          return before;
        },
        { replace: true },
      ),
  ];
}

function saysOf(board: Board | undefined): string {
  if (!board) return "What comes now, next and later, and how sure we are.";
  const placed = board.lanes.reduce((sum, lane) => sum + lane.cards.length, 0);
  const said = board.declined.length > 0 ? ` Said no to ${board.declined.length}.` : "";
  return `${plural(placed, "initiative")} on the board.${said} Drag a card, or focus it and press Shift with an arrow.`;
}

function Filters({
  filter,
  onChange,
}: {
  filter: BoardFilter;
  onChange: (name: keyof BoardFilter, value: string) => void;
}): ReactNode {
  const people = usePeople();
  const teams = useTeams();
  const options = (list: readonly { id: string; name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className={classes.filters}>
      {teams.length > 0 && (
        <SelectField
          quiet
          label="Team"
          none="Every team"
          options={options(teams)}
          value={filter.team_id ?? ""}
          onChange={(event) => onChange("team_id", event.currentTarget.value)}
        />
      )}
      <SelectField
        quiet
        label="Owner"
        none="Every owner"
        options={options(people)}
        value={filter.owner_id ?? ""}
        onChange={(event) => onChange("owner_id", event.currentTarget.value)}
      />
    </div>
  );
}

function isEmpty(board: Board): boolean {
  return board.lanes.every((lane) => lane.cards.length === 0) && board.unplaced.length === 0;
}

/** Now, next and later, with what was said no to beneath. */
export default function BoardPage(): ReactNode {
  const [filter, setFilter] = useFilter();
  const { data, error, refetch } = useBoard(filter);
  const { membership } = useHere();
  const mayEdit = ["owner", "admin", "editor"].includes(membership.role);
  const [adding, setAdding] = useState<Horizon | "none" | null>(null);
  const [importing, setImporting] = useState(false);
  return (
    <PracticePage
      practice="roadmap"
      title="Roadmap"
      sub={saysOf(data)}
      actions={
        mayEdit && (
          <>
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
          <Filters filter={filter} onChange={setFilter} />
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
      {importing && <ImportDialog sources={initiative.imports} onClose={() => setImporting(false)} />}
    </PracticePage>
  );
}
