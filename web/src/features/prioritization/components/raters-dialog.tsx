import { Modal } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { sentenceCase } from "@/shared/format/format";
import { useMembers } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { CheckField } from "@/shared/ui/inputs";
import { toast } from "@/shared/ui/toasts";
import { useAskRaters } from "../api";
import type { Sheet } from "../kinds";
import classes from "./raters.module.css";

function flip(list: readonly string[], each: string): string[] {
  return list.includes(each) ? list.filter((other) => other !== each) : [...list, each];
}

/** Asks members to score; an engineer may be asked for effort alone. */
export function RatersDialog({ sheet, onClose }: { sheet: Sheet; onClose: () => void }): ReactNode {
  const ask = useAskRaters(sheet.scoring_round.id);
  const members = useMembers().filter((member) => member.role !== "viewer" && !member.left_at);
  const [people, setPeople] = useState<string[]>([]);
  const [columns, setColumns] = useState<string[]>([]);
  function send(): void {
    ask.mutate(
      { member_ids: people, columns },
      {
        onSuccess: () => {
          toast({ message: "Asked. It is in their inbox." });
          onClose();
        },
      },
    );
  }
  return (
    <Modal opened onClose={onClose} title="Ask for scores" size="var(--dialog-width)">
      <div className="stack">
        <fieldset className={classes.choices}>
          <legend className="strong">Who</legend>
          {members.map((member) => (
            <CheckField
              key={member.id}
              label={`${member.name} · ${sentenceCase(member.function)}`}
              checked={people.includes(member.id)}
              onChange={() => setPeople(flip(people, member.id))}
            />
          ))}
        </fieldset>
        <fieldset className={classes.choices}>
          <legend className="strong">For which columns</legend>
          <p className="small three">None chosen means all.</p>
          {sheet.model.columns.map((column) => (
            <CheckField
              key={column.key}
              label={column.label}
              checked={columns.includes(column.key)}
              onChange={() => setColumns(flip(columns, column.key))}
            />
          ))}
        </fieldset>
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={people.length === 0} busy={ask.isPending} onClick={send}>
            Ask for scores
          </Button>
        </div>
      </div>
    </Modal>
  );
}
