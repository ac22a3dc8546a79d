import { type FormEvent, type ReactNode, useState } from "react";
import { workspace } from "@/api/workspace";
import { plural } from "@/shared/format/format";
import { useMay, useMembers, useTeams } from "@/shared/people/workspace-context";
import { Button, IconButton } from "@/shared/ui/button";
import { TextField } from "@/shared/ui/inputs";
import { SectionHead } from "@/shared/ui/page-head";
import classes from "../people-page.module.css";
import { useDo } from "../queries";

export function Teams(): ReactNode {
  const teams = useTeams();
  const members = useMembers();
  const may = useMay();
  const act = useDo();
  const [name, setName] = useState("");

  async function add(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (await act(() => workspace.createTeam(name.trim()), `${name.trim()} added`)) setName("");
  }

  return (
    <section>
      <SectionHead title="Teams" count={teams.length} />
      <ul>
        {teams.map((team) => (
          <li key={team.id} className={classes.line}>
            <span className="grow clip strong">{team.name}</span>
            <span className="small three">
              {plural(members.filter((each) => each.team?.id === team.id).length, "person", "people")}
            </span>
            {may.administer && (
              <IconButton
                icon="close"
                size="small"
                label={`Remove the team ${team.name}`}
                onClick={() =>
                  void act(
                    () => workspace.removeTeam(team.id),
                    `${team.name} removed`,
                    () => workspace.createTeam(team.name),
                  )
                }
              />
            )}
          </li>
        ))}
      </ul>
      {teams.length === 0 && (
        <p className="three" style={{ padding: "var(--s3) 0" }}>
          No teams yet. They sort the work, they hide nothing.
        </p>
      )}
      {may.administer && (
        <form className="row" style={{ marginTop: "var(--s3)" }} onSubmit={(event) => void add(event)}>
          <div className="grow">
            <TextField
              label="Name of the new team"
              quiet
              placeholder="New team"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </div>
          <Button type="submit" size="large" disabled={!name.trim()}>
            Add
          </Button>
        </form>
      )}
    </section>
  );
}
