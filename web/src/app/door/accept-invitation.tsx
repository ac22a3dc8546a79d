import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { invitations } from "@/api/invitations";
import type { MeOut } from "@/api/types";
import { sentenceCase } from "@/shared/format/format";
import { ProblemState, Skeleton } from "@/shared/ui/states";
import { DoorFrame, useDoorForm } from "./door-frame";
import { SignUp } from "./sign-up";

function Join({ token, title, says }: { token: string; title: string; says: string }): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useDoorForm(async () => {
    const joined = await invitations.accept(token);
    await client.invalidateQueries({ queryKey: ["me"] });
    void navigate(`/w/${joined.workspace.slug}/`);
  });
  return <DoorFrame title={title} says={says} form={form} action="Join the workspace" />;
}

/** The page behind an invitation link: join with one press, or with a new account. */
export function AcceptInvitation({ me }: { me?: MeOut }): ReactNode {
  const { token = "" } = useParams();
  const { data, error } = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => invitations.look(token),
    retry: false,
  });
  if (error) return <ProblemState error={error} />;
  if (!data) return <Skeleton rows={3} />;
  const title = `Join ${data.workspace.name}`;
  const says = `${data.invited_by} invites you as ${sentenceCase(data.role).toLowerCase()}.`;
  if (me) return <Join token={token} title={title} says={says} />;
  return (
    <SignUp
      title={title}
      says={says}
      invitation={token}
      email={data.email}
      foot={
        <>
          Have an account?{" "}
          <Link className="link" to={`/sign-in?next=${encodeURIComponent(`/join/${token}`)}`}>
            Sign in
          </Link>
        </>
      }
    />
  );
}
