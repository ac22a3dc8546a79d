import { Menu } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { RecordOut } from "@/api/types";
import { DecisionDialog } from "@/shared/decisions/decision-dialog";
import { useHere } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { StateLabel } from "@/shared/ui/state-glyph";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { changeState, useMoves } from "../api";
import type { Initiative } from "../kinds";
import { type Move, verbOf } from "../words";
import { MoveDialog } from "./move-dialog";

/** Where this initiative may go from here, and the decision on it. */
export default function StateActions({ record }: { record: RecordOut }): ReactNode {
  const initiative = record as Initiative;
  const client = useQueryClient();
  const { membership } = useHere();
  const { data: moves = [] } = useMoves(initiative.id, initiative.version);
  const [asking, setAsking] = useState<Move | null>(null);
  const [deciding, setDeciding] = useState(false);
  if (!["owner", "admin", "editor"].includes(membership.role) || initiative.archived_at) return null;

  async function take(move: Move): Promise<void> {
    if (move.needs_reason || !move.is_open) {
      setAsking(move);
      return;
    }
    try {
      await changeState(initiative.id, { version: initiative.version, to: move.to, outcome: move.outcome });
      await client.invalidateQueries({ queryKey: ["records", "initiative"] });
      await client.invalidateQueries({ queryKey: ["node"] });
      toast({ message: `${initiative.key} is ${move.to}` });
    } catch (error) {
      toastProblem(error);
    }
  }

  return (
    <>
      <Button onClick={() => setDeciding(true)}>Record decision</Button>
      <Menu position="bottom-end" width={264}>
        <Menu.Target>
          <Button look="primary" icon="down">
            Next step
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {moves.map((move) => (
            <Menu.Item
              key={`${move.to} ${move.outcome}`}
              onClick={() => void take(move)}
              rightSection={!move.is_open && <StateLabel state="incomplete">not yet</StateLabel>}
            >
              {verbOf(initiative.state, move)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asking && (
        <MoveDialog
          initiative={initiative}
          move={asking}
          moves={moves}
          onChoose={setAsking}
          onClose={() => setAsking(null)}
        />
      )}
      {deciding && <DecisionDialog subject={initiative} onClose={() => setDeciding(false)} />}
    </>
  );
}
