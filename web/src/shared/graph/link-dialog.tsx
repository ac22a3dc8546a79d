import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { graph } from "@/api/graph";
import type { NodeRef } from "@/api/types";
import { SelectField } from "@/shared/ui/inputs";
import { PickerList } from "@/shared/ui/picker";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { linkChoices } from "./link-words";
import { useNodeSearch } from "./use-node-search";

interface Props {
  node: Pick<NodeRef, "id" | "kind" | "title">;
  /** Looks only for these kinds. */
  kinds?: readonly string[];
  /** The relation that is offered first, e.g. "supports:in". */
  relation?: string;
  onClose: () => void;
}

/** Finds a record and links it, as a sentence. */
export function LinkDialog({ node, kinds = [], relation, onClose }: Props): ReactNode {
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const [choice, setChoice] = useState(relation ?? linkChoices[0]?.value ?? "");
  const { hits, searching } = useNodeSearch(typed, kinds.length === 1 ? kinds[0] : undefined);
  const fitting = hits
    .map((hit) => hit.node)
    .filter((hit) => hit.id !== node.id && (kinds.length === 0 || kinds.includes(hit.kind)));

  async function link(other: NodeRef): Promise<void> {
    const chosen = linkChoices.find((each) => each.value === choice);
    if (!chosen) return;
    const ends =
      chosen.direction === "out"
        ? { source: node.id, target: other.id }
        : { source: other.id, target: node.id };
    try {
      const made = await graph.link({ kind: chosen.kind, ...ends });
      onClose();
      toast({
        message: `Linked ${other.key}`,
        undo: () =>
          void graph
            .unlink(made.id)
            .then(() => client.invalidateQueries({ queryKey: ["node"] }), toastProblem),
      });
      await client.invalidateQueries({ queryKey: ["node"] });
    } catch (error) {
      toastProblem(error);
    }
  }

  return (
    <Modal opened onClose={onClose} title="Link a record" size="var(--dialog-width)">
      <div className="stack">
        <SelectField
          label={`“${node.title}” …`}
          options={linkChoices}
          value={choice}
          onChange={(event) => setChoice(event.currentTarget.value)}
        />
        <PickerList
          label="Search by title or key"
          choices={fitting.map((hit) => ({
            key: hit.id,
            value: hit,
            text: hit.title,
            show: (
              <span className="row">
                <span className="mono three">{hit.key}</span>
                <span className="clip">{hit.title}</span>
              </span>
            ),
          }))}
          onSearch={setTyped}
          searching={searching}
          onPick={(hit) => void link(hit)}
        />
      </div>
    </Modal>
  );
}
