import type { ReactNode } from "react";
import { workspace } from "@/api/workspace";
import { formatDate } from "@/shared/format/dates";
import { sentenceCase } from "@/shared/format/format";
import { useTimeZone } from "@/shared/people/workspace-context";
import { IconButton } from "@/shared/ui/button";
import { SectionHead } from "@/shared/ui/page-head";
import { ProblemLine } from "@/shared/ui/states";
import classes from "../people-page.module.css";
import { useDo, useInvitations } from "../queries";

export function Invitations(): ReactNode {
  const { data, error, refetch } = useInvitations(true);
  const timeZone = useTimeZone();
  const act = useDo();
  if (error) return <ProblemLine error={error} onRetry={() => void refetch()} />;
  if (!data?.length) return null;
  return (
    <section>
      <SectionHead title="Open invitations" count={data.length} />
      <ul>
        {data.map((invitation) => (
          <li key={invitation.id} className={classes.line}>
            <span className="grow clip">{invitation.email || "Whoever has the link"}</span>
            <span className="small three nowrap">
              {sentenceCase(invitation.role)}, until {formatDate(invitation.expires_at, timeZone)}
            </span>
            <IconButton
              icon="close"
              size="small"
              label={`Withdraw the invitation ${invitation.email}`}
              onClick={() =>
                void act(() => workspace.revokeInvitation(invitation.id), "Invitation withdrawn")
              }
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
