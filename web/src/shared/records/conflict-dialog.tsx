import { Modal } from "@mantine/core";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { formatMoment } from "@/shared/format/dates";
import { useTimeZone } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { toast } from "@/shared/ui/toasts";
import classes from "./conflict-dialog.module.css";
import { type Conflict, conflicts } from "./conflicts";
import { FieldValue } from "./field-value";
import { type Changes, type Field, fieldOf, fieldValue, sameValue } from "./kind";
import { usePatch } from "./use-record";

export type Side = "mine" | "theirs" | "both";

/** What is to be saved on top of the current record, given a side for every field. Nothing for what stays theirs. */
export function resolve(conflict: Conflict, sides: Record<string, Side>): Changes {
  const changes: Changes = {};
  for (const [name, mine] of Object.entries(conflict.mine)) {
    const side = sides[name] ?? "mine";
    if (side === "mine") changes[name] = mine;
    if (side === "both")
      changes[name] = `${String(fieldValue(conflict.current, name) ?? "")}\n\n${String(mine ?? "")}`;
  }
  return changes;
}

function fieldFor(conflict: Conflict, name: string): Field {
  const label = name === "title" ? "Title" : "Text";
  return fieldOf(conflict.kind, name) ?? { name: name as "title", label, type: "long" };
}

interface SideProps {
  says: string;
  name: string;
  value: Side;
  chosen: Side;
  onChoose: (side: Side) => void;
  children: ReactNode;
}

function SideChoice({ says, name, value, chosen, onChoose, children }: SideProps): ReactNode {
  return (
    <label className={classes.side} data-chosen={chosen === value || undefined}>
      <input type="radio" name={name} checked={chosen === value} onChange={() => onChoose(value)} />
      <span className="small three">{says}</span>
      <span className={classes.value}>{children}</span>
    </label>
  );
}

function Difference({
  conflict,
  name,
  side,
  onSide,
}: {
  conflict: Conflict;
  name: string;
  side: Side;
  onSide: (side: Side) => void;
}): ReactNode {
  const field = fieldFor(conflict, name);
  const mine = { ...conflict.current, ...conflict.mine };
  const group = `conflict-${name}`;
  const choice = { name: group, chosen: side, onChoose: onSide };
  return (
    <fieldset className={classes.field}>
      <legend className="strong">{field.label}</legend>
      <div className={classes.sides}>
        <SideChoice says="Yours" value="mine" {...choice}>
          <FieldValue field={field} record={mine} empty="Nothing" />
        </SideChoice>
        <SideChoice says="Saved meanwhile" value="theirs" {...choice}>
          <FieldValue field={field} record={conflict.current} empty="Nothing" />
        </SideChoice>
      </div>
      {name === "body" && (
        <SideChoice says="Both" value="both" {...choice}>
          Yours under what was saved
        </SideChoice>
      )}
    </fieldset>
  );
}

function Resolver({ conflict }: { conflict: Conflict }): ReactNode {
  const patch = usePatch(conflict.kind);
  const save = conflict.save ?? patch;
  const timeZone = useTimeZone();
  const names = Object.keys(conflict.mine).filter(
    (name) => !sameValue(conflict.mine[name], fieldValue(conflict.current, name)),
  );
  const [sides, setSides] = useState<Record<string, Side>>({});

  async function settle(): Promise<void> {
    const changes = resolve(conflict, sides);
    conflicts.settle(conflict);
    const left = Object.fromEntries(Object.entries(conflict.mine).filter(([name]) => !(name in changes)));
    const saved = Object.keys(changes).length > 0 ? await save(conflict.current, changes) : conflict.current;
    if (saved && Object.keys(left).length > 0) {
      toast({
        message: "Kept what was saved meanwhile",
        undoLabel: "Use mine",
        undo: () => void save(saved, left),
      });
    }
  }

  function leave(): void {
    conflicts.settle(conflict);
    toast({
      message: "Yours is not saved",
      undoLabel: "Look again",
      undo: () => conflicts.raise(conflict),
    });
  }

  return (
    <Modal opened onClose={leave} title="Somebody else saved this meanwhile" size="min(720px, 100%)">
      <p className="two">
        “{conflict.current.title}” was changed {formatMoment(conflict.current.updated_at, timeZone)}, while
        you worked on it. Choose what stands; the other can be brought back.
      </p>
      {names.length === 0 && <p className={classes.same}>Both say the same now. Nothing is lost.</p>}
      {names.map((name) => (
        <Difference
          key={name}
          conflict={conflict}
          name={name}
          side={sides[name] ?? "mine"}
          onSide={(side) => setSides((before) => ({ ...before, [name]: side }))}
        />
      ))}
      <div className={classes.actions}>
        <Button onClick={leave}>Decide later</Button>
        <Button look="primary" onClick={() => void settle()}>
          Save the choice
        </Button>
      </div>
    </Modal>
  );
}

/** Stands once in the app and asks whenever a save met a newer version. */
export function Conflicts(): ReactNode {
  const conflict = useSyncExternalStore(conflicts.subscribe, conflicts.first);
  return conflict ? (
    <Resolver key={`${conflict.current.id}-${conflict.current.version}`} conflict={conflict} />
  ) : null;
}
