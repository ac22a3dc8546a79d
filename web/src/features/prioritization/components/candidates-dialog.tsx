import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { api, unwrap } from "@/api/client";
import { useNodeSearch } from "@/shared/graph/use-node-search";
import { Button } from "@/shared/ui/button";
import { PickerList } from "@/shared/ui/picker";
import { useAddCandidates, useRows } from "../api";
import type { Head } from "../kinds";

const waiting = ["idea", "candidate"];
const unranked = ["decision", "scoring_round", "scoring_model", "prediction", "pulse", "cycle"];

function useOffers(typed: string, head: Head) {
  const { hits, searching } = useNodeSearch(typed);
  const { data: rows } = useRows(head.scoring_round.id, { decided: "any" });
  const { data } = useQuery({
    queryKey: ["records", "initiative", "waiting"],
    queryFn: () => unwrap(api.GET("/api/roadmap/initiatives", { params: { query: { limit: 100 } } })),
  });
  const found = typed.trim()
    ? hits.map((hit) => hit.node).filter((node) => !unranked.includes(node.kind))
    : (data?.items ?? []).filter(({ state }) => waiting.includes(state));
  const present = new Set(rows?.items.map((row) => row.node.id));
  return { offers: found.filter((each) => !present.has(each.id)), searching };
}

/** Puts records up for scoring: candidates of the roadmap at hand, anything else by search. */
export function CandidatesDialog({ head, onClose }: { head: Head; onClose: () => void }): ReactNode {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const add = useAddCandidates(head.scoring_round.id);
  const { offers, searching } = useOffers(typed, head);
  return (
    <Modal opened onClose={onClose} title="Add candidates" size="var(--dialog-width)">
      <div className="stack">
        <p className="two">
          Ideas and candidates of the roadmap are listed; type to find anything else that can be ranked.
        </p>
        <PickerList
          label="Find an initiative, an opportunity, a request…"
          choices={offers.map(({ id, key, title }) => ({
            key: id,
            value: id,
            text: `${key} ${title}`,
            show: (
              <>
                <span className="mono three">{key}</span> {title}
              </>
            ),
          }))}
          chosen={chosen}
          onPick={(id) =>
            setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id])
          }
          onSearch={setTyped}
          searching={searching}
        />
        <div className="row spread">
          <span className="three">{chosen.length} chosen</span>
          <span className="row">
            <Button onClick={onClose}>Cancel</Button>
            <Button
              look="primary"
              disabled={chosen.length === 0}
              busy={add.isPending}
              onClick={() => add.mutate([...chosen], { onSuccess: onClose })}
            >
              Add to the round
            </Button>
          </span>
        </div>
      </div>
    </Modal>
  );
}
