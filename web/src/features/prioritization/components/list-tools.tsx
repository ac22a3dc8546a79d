import { Menu } from "@mantine/core";
import { type ReactNode, type RefObject, useEffect, useState } from "react";
import { downloadAddress } from "@/api/client";
import { Button, DownloadLink } from "@/shared/ui/button";
import { Chip, ChipValue, SearchField, ToolRow } from "@/shared/ui/list-tools";
import type { Head } from "../kinds";
import type { RoundState } from "../use-round-state";
import classes from "./list-tools.module.css";

const decisions = {
  kept: "Not declined",
  none: "Not decided",
  yes: "Yes",
  declined: "Declined",
  no: "No",
  not_now: "Not now",
  merge_into: "Merged",
  any: "All of them",
} as const satisfies Record<RoundState["decided"], string>;

type Decided = keyof typeof decisions;

interface Props {
  head: Head;
  state: RoundState;
  total: number | undefined;
  searchRef: RefObject<HTMLInputElement | null>;
  set: (change: Partial<Record<keyof RoundState, string | boolean | null>>) => void;
}

function Filter({ name, value, onClear }: { name: string; value: string; onClear: () => void }): ReactNode {
  return (
    <Chip name={name} onClear={onClear}>
      <ChipValue>{value}</ChipValue>
    </Chip>
  );
}

/** Typing waits a moment before it asks. */
function useTyped(q: string, ask: (q: string) => void): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(q);
  useEffect(() => {
    if (typed === q) return;
    const timer = window.setTimeout(() => ask(typed), 150);
    return () => window.clearTimeout(timer);
  }, [typed, q, ask]);
  return [typed, setTyped];
}

function Filters({ state, set }: Pick<Props, "state" | "set">): ReactNode {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button look="quiet" icon="plus">
          Filter
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Decision</Menu.Label>
        {(Object.keys(decisions) as Decided[]).map((each) => (
          <Menu.Item
            key={each}
            disabled={state.decided === each}
            onClick={() => set({ decided: each === "kept" ? null : each })}
          >
            {decisions[each]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item disabled={state.split} onClick={() => set({ split: true })}>
          Raters are split
        </Menu.Item>
        <Menu.Item disabled={state.unscored} onClick={() => set({ unscored: true })}>
          Waits for my score
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Search, filters, checks and export, over the list. */
export function ListTools({ head, state, total, searchRef, set }: Props): ReactNode {
  const [typed, setTyped] = useTyped(state.q, (q) => set({ q: q.trim() || null }));
  const { findings } = head.standing;
  return (
    <ToolRow className={classes.tools}>
      <SearchField
        ref={searchRef}
        label="Search candidates"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {state.decided !== "kept" && (
        <Filter name="Decision" value={decisions[state.decided]} onClear={() => set({ decided: null })} />
      )}
      {state.split && <Filter name="Raters" value="split" onClear={() => set({ split: null })} />}
      {state.unscored && <Filter name="Mine" value="not scored" onClear={() => set({ unscored: null })} />}
      <Filters state={state} set={set} />
      <span className="small three tn" role="status">
        {total !== undefined && total !== head.candidate_count && `${total} of ${head.candidate_count}`}
      </span>
      <span className="grow" />
      <Button
        look="quiet"
        icon="limit"
        onClick={() => set({ panel: state.panel === "checks" ? null : "checks" })}
      >
        Checks{findings.length > 0 ? ` ${findings.length}` : ""}
      </Button>
      <DownloadLink
        href={downloadAddress(`/api/prioritization/scoring-rounds/${head.scoring_round.id}/rows.csv`)}
      >
        Export
      </DownloadLink>
    </ToolRow>
  );
}
