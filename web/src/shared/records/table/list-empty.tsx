import { type ReactNode, useState } from "react";
import { ImportDialog } from "@/shared/io/import-dialog";
import { useHere } from "@/shared/people/workspace-context";
import { Button, ButtonLink } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/states";
import type { Kind } from "../kind";
import { filterName, type ListState } from "./use-list-state";

interface Props {
  kind: Kind;
  state: ListState;
  set: (name: string, value: string) => void;
  onCreate?: () => void;
}

/** Says what belongs here and offers a way to fill it; a filtered list offers to drop the filters instead. */
export function ListEmpty({ kind, state, set, onCreate }: Props): ReactNode {
  const { me, membership } = useHere();
  const demo = me.memberships.find((each) => each.workspace.slug === "demo" && each.id !== membership.id);
  const [importing, setImporting] = useState(false);
  const many = kind.labelPlural.toLowerCase();
  const filtered = state.q !== "" || state.archived === "only" || Object.keys(state.filters).length > 0;

  function clear(): void {
    for (const name of ["q", "archived", ...kind.fields.flatMap((field) => filterName(field) ?? [])])
      set(name, "");
  }

  if (filtered) {
    return (
      <EmptyState
        icon="search"
        title={`No ${many} match`}
        actions={<Button onClick={clear}>Clear search and filters</Button>}
      >
        Nothing here fits what was searched or filtered for.
      </EmptyState>
    );
  }
  const actions = (
    <>
      {onCreate && (
        <Button look="primary" icon="plus" onClick={onCreate}>
          New {kind.label.toLowerCase()}
        </Button>
      )}
      {onCreate && kind.imports && (
        <Button icon="import" onClick={() => setImporting(true)}>
          Import
        </Button>
      )}
      {demo && (
        <ButtonLink look="quiet" to={`/w/demo/${kind.domain}/${kind.plural}`}>
          See the demo
        </ButtonLink>
      )}
    </>
  );
  return (
    <EmptyState icon={kind.icon} title={`No ${many} yet`} actions={actions}>
      {kind.purpose}
      {importing && <ImportDialog sources={kind.imports} onClose={() => setImporting(false)} />}
    </EmptyState>
  );
}
