import type { ReactNode } from "react";
import { usePeople, useTeams } from "@/shared/people/workspace-context";
import { SelectField } from "@/shared/ui/inputs";
import type { BoardFilter } from "../api";
import type { SetAddress } from "../use-address";
import classes from "./board.module.css";

/** Whose initiatives are shown, in words; nothing where it is everybody's. */
export function useSaidFilter({ team_id: teamId, owner_id: ownerId }: BoardFilter): string {
  const nameIn = (list: readonly { id: string; name: string }[], id?: string) =>
    list.find((each) => each.id === id)?.name;
  return [nameIn(useTeams(), teamId), nameIn(usePeople(), ownerId)].filter(Boolean).join(", ");
}

/** Whose initiatives are shown. */
export function Filters({ filter, onChange }: { filter: BoardFilter; onChange: SetAddress }): ReactNode {
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
          onChange={(event) => onChange({ team_id: event.currentTarget.value })}
        />
      )}
      <SelectField
        quiet
        label="Owner"
        none="Every owner"
        options={options(people)}
        value={filter.owner_id ?? ""}
        onChange={(event) => onChange({ owner_id: event.currentTarget.value })}
      />
    </div>
  );
}
