import type { ReactNode } from "react";
import type { MemberOut } from "@/api/types";
import { workspace } from "@/api/workspace";
import { sentenceCase } from "@/shared/format/format";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { useHere, useMay, useMembers, useTeams } from "@/shared/people/workspace-context";
import { IconButton } from "@/shared/ui/button";
import { DataTable } from "@/shared/ui/data-table";
import { SectionHead } from "@/shared/ui/page-head";
import { Skeleton } from "@/shared/ui/states";
import classes from "../people-page.module.css";
import { useDo } from "../queries";
import { asOptions, functions, roles } from "../words";

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChoose: (value: string) => void;
}

function Choice({ label, value, options, onChoose }: ChoiceProps): ReactNode {
  return (
    <select
      className={classes.choice}
      aria-label={label}
      value={value}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

function useEdit(): (
  member: MemberOut,
  field: "role" | "function" | "team_id",
  to: string,
  from: string,
) => void {
  const act = useDo();
  return (member, field, to, from) =>
    void act(
      () => workspace.patchMember(member.id, { [field]: to || null }),
      `${member.name} saved`,
      () => workspace.patchMember(member.id, { [field]: from || null }),
    );
}

/** Everybody who is here, with role, function and team. */
export function Members(): ReactNode {
  const members = useMembers();
  const teams = useTeams();
  const may = useMay();
  const { membership } = useHere();
  const edit = useEdit();
  const act = useDo();
  const here = members.filter((member) => member.left_at === null);
  const teamOptions = [
    { value: "", label: "No team" },
    ...teams.map(({ id, name }) => ({ value: id, label: name })),
  ];

  function pick(
    member: MemberOut,
    field: "role" | "function" | "team_id",
    value: string,
    options: ChoiceProps["options"],
  ) {
    const shown = options.find((option) => option.value === value)?.label ?? sentenceCase(value);
    if (!may.administer) return shown;
    const label = `${field === "team_id" ? "Team" : sentenceCase(field)} of ${member.name}`;
    return (
      <Choice
        label={label}
        value={value}
        options={options}
        onChoose={(to) => edit(member, field, to, value)}
      />
    );
  }

  if (members.length === 0) return <Skeleton rows={4} />;
  return (
    <section>
      <SectionHead title="Members" count={here.length} />
      <DataTable
        name="Members"
        rows={here}
        idOf={(member) => member.id}
        columns={[
          {
            label: "Name",
            show: (member) => (
              <span className="row">
                <PersonAvatar person={member} />
                <span className="stack" style={{ gap: 0 }}>
                  <span className="strong clip">{member.name}</span>
                  <span className="small three clip">{member.email}</span>
                </span>
              </span>
            ),
          },
          {
            label: "Role",
            width: 132,
            show: (member) => pick(member, "role", member.role, asOptions(roles)),
          },
          {
            label: "Function",
            width: 132,
            wideOnly: true,
            show: (member) => pick(member, "function", member.function, asOptions(functions)),
          },
          {
            label: "Team",
            width: 140,
            wideOnly: true,
            show: (member) => pick(member, "team_id", member.team?.id ?? "", teamOptions),
          },
          {
            label: "",
            width: 44,
            show: (member) =>
              may.administer &&
              member.id !== membership.id && (
                <IconButton
                  icon="exit"
                  size="small"
                  label={`Remove ${member.name}`}
                  onClick={() => {
                    if (window.confirm(`Remove ${member.name} from the workspace? What they wrote stays.`))
                      void act(() => workspace.removeMember(member.id), `${member.name} removed`);
                  }}
                />
              ),
          },
        ]}
      />
    </section>
  );
}
