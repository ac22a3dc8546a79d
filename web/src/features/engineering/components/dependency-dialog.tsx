import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { type Named, NodePicker } from "@/shared/graph/node-picker";
import { useMay } from "@/shared/people/workspace-context";
import { Button, IconButton } from "@/shared/ui/button";
import { SelectField } from "@/shared/ui/inputs";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { engineering, useRefresh } from "../api";
import { type DependencySort, sorts } from "../dependencies";
import type { Component } from "../words";
import classes from "./registers.module.css";

type Source = Pick<Component, "id" | "title">;

/** Takes a dependency away, and offers it back. */
export function useRemoveDependency(): (
  from: string,
  sort: DependencySort,
  to: string,
  id: string,
) => Promise<void> {
  const refresh = useRefresh();
  return async (from, sort, to, id) => {
    try {
      await engineering.independ(id);
    } catch (error) {
      toastProblem(error);
      return;
    }
    toast({
      message: "The dependency is removed",
      undo: () => void engineering.depend(from, sort, to).then(refresh, toastProblem),
    });
    await refresh();
  };
}

function DependencyDialog({ component, onClose }: { component: Source; onClose: () => void }): ReactNode {
  const refresh = useRefresh();
  const [sort, setSort] = useState<DependencySort>("depends_on");
  const [target, setTarget] = useState<Named | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!target) return;
    try {
      await engineering.depend(component.id, sort, target.id);
      await refresh();
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
    }
  }

  const named = problem?.fields.target_id ?? problem?.fields.source_id;
  return (
    <Modal opened onClose={onClose} title="Add a dependency" size="var(--dialog-width)">
      <form className="stack" onSubmit={(event) => void save(event)}>
        <SelectField
          label={`“${component.title}” …`}
          options={sorts}
          value={sort}
          error={problem?.fields.sort?.join(" ")}
          onChange={(event) => setSort(event.currentTarget.value as DependencySort)}
        />
        <NodePicker
          label="Component"
          prompt="Choose a component"
          only="component"
          value={target}
          leaves={(node) => node.id === component.id}
          error={named?.join(" ")}
          onPick={setTarget}
        />
        {problem && !named && (
          <p className="worse" role="alert">
            {problem.message}
          </p>
        )}
        <div className={classes.end}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={!target}>
            Add the dependency
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Says what else a component needs, consumes or provides. */
export function AddDependency({
  component,
  withWords,
}: {
  component: Source;
  withWords?: boolean;
}): ReactNode {
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (!may.write) return null;
  return (
    <>
      {withWords ? (
        <Button size="small" look="quiet" icon="plus" onClick={() => setOpen(true)}>
          Add a dependency
        </Button>
      ) : (
        <IconButton
          icon="plus"
          size="small"
          label={`Add what ${component.title} needs`}
          onClick={() => setOpen(true)}
        />
      )}
      {open && <DependencyDialog component={component} onClose={() => setOpen(false)} />}
    </>
  );
}
