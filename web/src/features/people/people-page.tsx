import { type ReactNode, useState } from "react";
import { plural } from "@/shared/format/format";
import { useMay, useMembers } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { PageHead } from "@/shared/ui/page-head";
import { Invitations } from "./components/invitations";
import { InviteDialog } from "./components/invite-dialog";
import { Members } from "./components/members";
import { Teams } from "./components/teams";
import classes from "./people-page.module.css";

export default function PeoplePage(): ReactNode {
  const may = useMay();
  const members = useMembers();
  const [inviting, setInviting] = useState(false);
  const here = members.filter((member) => member.left_at === null);
  return (
    <>
      <PageHead
        title="People"
        sub={`${plural(here.length, "person", "people")} in this workspace. Teams sort the work, they do not hide it.`}
        actions={
          may.administer && (
            <Button look="primary" icon="plus" onClick={() => setInviting(true)}>
              Invite
            </Button>
          )
        }
      />
      <div className={classes.page}>
        <Members />
        <div className={classes.side}>
          <Teams />
          {may.administer && <Invitations />}
        </div>
      </div>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  );
}
