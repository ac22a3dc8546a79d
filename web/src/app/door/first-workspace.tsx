import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useNavigate } from "react-router";
import { account } from "@/api/account";
import type { MeOut } from "@/api/types";
import { TextField } from "@/shared/ui/inputs";
import { DoorFrame, useDoorForm } from "./door-frame";

export function FirstWorkspace({ me }: { me: MeOut }): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useDoorForm(async ({ name = "" }) => {
    const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const made = await account.createWorkspace({ name, timezone });
    await client.invalidateQueries({ queryKey: ["me"] });
    void navigate(`/w/${made.workspace.slug}/`);
  });
  const isFirst = me.memberships.length === 0;
  return (
    <DoorFrame
      title={isFirst ? `Welcome, ${me.user.name}` : "New workspace"}
      says="A workspace holds one product's practice: its evidence, its decisions and what came of them."
      form={form}
      action="Create workspace"
      foot={
        isFirst ? null : (
          <Link className="link" to="/">
            Back
          </Link>
        )
      }
    >
      <TextField
        label="Name of the workspace"
        name="name"
        required
        maxLength={80}
        error={form.errorOf("name")}
      />
    </DoorFrame>
  );
}
