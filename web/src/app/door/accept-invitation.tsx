import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { invitations } from "@/api/invitations";
import type { MeOut } from "@/api/types";
import { ButtonLink } from "@/shared/ui/button";
import { ProblemState, Skeleton } from "@/shared/ui/states";
import { DoorFrame, useDoorForm } from "./door-frame";

export function AcceptInvitation({ me }: { me?: MeOut }): ReactNode {
  const { token = "" } = useParams();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data, error } = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => invitations.look(token),
    retry: false,
  });
  const form = useDoorForm(async () => {
    const { slug } = await invitations.accept(token);
    await client.invalidateQueries({ queryKey: ["me"] });
    void navigate(`/w/${slug}/`);
  });
  if (error) return <ProblemState error={error} />;
  if (!data) return <Skeleton rows={3} />;
  const title = `Join ${data.workspace}`;
  if (!me)
    return (
      <DoorFrame
        title={title}
        says="Sign in or create an account first; then open this link again."
        foot={
          <Link className="link" to="/sign-up">
            Create an account
          </Link>
        }
      >
        <p style={{ marginTop: "var(--s6)" }}>
          <ButtonLink look="primary" size="large" to="/sign-in">
            Sign in
          </ButtonLink>
        </p>
      </DoorFrame>
    );
  return (
    <DoorFrame
      title={title}
      says={`You will join as ${data.role}.`}
      form={form}
      action="Join the workspace"
    />
  );
}
