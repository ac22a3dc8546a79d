import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import type { JobFunction, Role } from "@/api/types";
import { type InvitationMadeOut, workspace } from "@/api/workspace";
import { Button } from "@/shared/ui/button";
import { CopyField } from "@/shared/ui/copy-field";
import { SelectField, TextField } from "@/shared/ui/inputs";
import { ProblemLine } from "@/shared/ui/states";
import classes from "../people-page.module.css";
import { asOptions, functions, roleMeans, roles } from "../words";

/** Makes a link that lets one person in; the link is shown this once. */
export function InviteDialog({ onClose }: { onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("editor");
  const [job, setJob] = useState<JobFunction>("product");
  const [made, setMade] = useState<InvitationMadeOut | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function invite(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    try {
      setMade(await workspace.invite({ email, role, function: job }));
      await client.invalidateQueries({ queryKey: ["invitations"] });
    } catch (error) {
      setProblem(asProblem(error));
    }
  }

  if (made)
    return (
      <Modal opened onClose={onClose} title="Send this link" size="var(--dialog-width)">
        <div className={classes.form}>
          <p className="two">It lets one person in and is shown only now.</p>
          <CopyField label="Invitation link" text={made.url} />
          <div className={classes.actions}>
            <Button look="primary" onClick={onClose}>
              Done
            </Button>
          </div>
        </div>
      </Modal>
    );
  return (
    <Modal opened onClose={onClose} title="Invite somebody" size="var(--dialog-width)">
      <form className={classes.form} onSubmit={(event) => void invite(event)}>
        <TextField
          label="E-mail"
          type="email"
          hint="Leave it empty for a link that whoever has it may use."
          value={email}
          error={problem?.fields.email?.join(" ")}
          onChange={(event) => setEmail(event.currentTarget.value)}
          data-autofocus
        />
        <SelectField
          label="Role"
          hint={roleMeans[role]}
          options={asOptions(roles.slice(1))}
          value={role}
          onChange={(event) => setRole(roles.find((each) => each === event.currentTarget.value) ?? role)}
        />
        <SelectField
          label="Function"
          hint="Who was in which interview is counted by function."
          options={asOptions(functions)}
          value={job}
          onChange={(event) => setJob(functions.find((each) => each === event.currentTarget.value) ?? job)}
        />
        {problem && Object.keys(problem.fields).length === 0 && <ProblemLine error={problem} />}
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit">
            Make the link
          </Button>
        </div>
      </form>
    </Modal>
  );
}
