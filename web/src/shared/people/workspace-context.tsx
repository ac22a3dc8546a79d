import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import type { MemberOut, MembershipOut, MeOut, NodeRef, PersonRef, Role, TeamOut } from "@/api/types";
import { workspace } from "@/api/workspace";

interface Here {
  me: MeOut;
  membership: MembershipOut;
}

const HereContext = createContext<Here | null>(null);

export function WorkspaceProvider({ me, membership, children }: Here & { children: ReactNode }): ReactNode {
  return <HereContext value={{ me, membership }}>{children}</HereContext>;
}

export function useHere(): Here {
  const here = useContext(HereContext);
  if (!here) throw new Error("This part of the page stands inside a workspace");
  return here;
}

export function useWorkspace() {
  return useHere().membership.workspace;
}

export function useTimeZone(): string {
  return useWorkspace().timezone || "UTC";
}

const writers: readonly Role[] = ["owner", "admin", "editor", "contributor"];

/** What the page offers. The server decides; this only keeps buttons away that would be refused. */
export function useMay(): { write: boolean; edit: boolean; administer: boolean } {
  const { role } = useHere().membership;
  return {
    write: writers.includes(role),
    edit: role !== "contributor" && writers.includes(role),
    administer: role === "owner" || role === "admin",
  };
}

export function useRecordPath(): (node: Pick<NodeRef, "domain" | "plural" | "id">) => string {
  const { slug } = useWorkspace();
  return (node) => `/w/${slug}/${node.domain}/${node.plural}/${node.id}`;
}

const nobody: readonly MemberOut[] = [];
const noTeams: readonly TeamOut[] = [];

export function useMembers(): readonly MemberOut[] {
  const { data } = useQuery({ queryKey: ["members"], queryFn: workspace.members, staleTime: 60_000 });
  return data ?? nobody;
}

export function usePeople(): PersonRef[] {
  return useMembers()
    .filter((member) => member.left_at === null)
    .map(({ id, name }) => ({ id, name }));
}

export function useTeams(): readonly TeamOut[] {
  const { data } = useQuery({ queryKey: ["teams"], queryFn: workspace.teams, staleTime: 60_000 });
  return data ?? noTeams;
}
