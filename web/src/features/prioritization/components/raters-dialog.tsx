import { Modal } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { sentenceCase } from "@/shared/format/format";
import { useMembers } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { toast } from "@/shared/ui/toasts";
import { useSetRaters } from "../api";
import type { Head } from "../kinds";
import { type Choice, choicesOf, flip, flipAll, planRaters } from "../rater-choice";
import { ratedOf } from "../scores";
import classes from "./raters.module.css";

/** Who rates which column: a line for each member, a box for each column. */
export function RatersDialog({ head, onClose }: { head: Head; onClose: () => void }): ReactNode {
  const save = useSetRaters(head.scoring_round.id);
  const members = useMembers().filter((member) => member.role !== "viewer" && !member.left_at);
  const [choice, setChoice] = useState<Choice>(() => choicesOf(head.raters));
  const columns = ratedOf(head);
  const keys = columns.map(({ key }) => key);
  const plan = planRaters(choice, head.raters, keys);
  const isSame = plan.asked.length === 0 && plan.dismissed.length === 0;
  function send(): void {
    save.mutate(plan, {
      onSuccess: () => {
        toast({ message: plan.asked.length > 0 ? "Asked. It is in their inbox." : "Saved" });
        onClose();
      },
    });
  }
  return (
    <Modal opened onClose={onClose} title="Ask for scores" size="720px">
      <div className="stack">
        <p className="two">
          Who knows what: engineers effort, sales what it is worth. Nobody sees another's numbers before the
          reveal.
        </p>
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Member</th>
                {columns.map(({ key, label }) => (
                  <th key={key} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {members.map((member) => {
                const own = choice[member.id] ?? [];
                return (
                  <tr key={member.id}>
                    <th scope="row">
                      <label className="row">
                        <input
                          type="checkbox"
                          className={classes.box}
                          checked={own.length > 0}
                          aria-label={`Ask ${member.name}`}
                          onChange={() => setChoice(flipAll(choice, member.id, keys))}
                        />
                        <span>
                          {member.name} <span className="small three">{sentenceCase(member.function)}</span>
                        </span>
                      </label>
                    </th>
                    {columns.map(({ key, label }) => (
                      <td key={key}>
                        <input
                          type="checkbox"
                          className={classes.box}
                          aria-label={`${label} by ${member.name}`}
                          checked={own.includes(key)}
                          onChange={() => setChoice(flip(choice, member.id, key))}
                        />
                      </td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={isSame} busy={save.isPending} onClick={send}>
            Ask for scores
          </Button>
        </div>
      </div>
    </Modal>
  );
}
