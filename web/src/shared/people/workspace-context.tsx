import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import { send } from "@/api/client";
import type { MemberOut, MembershipOut, MeOut, NodeRef, Page, PersonRef, Role } from "@/api/types";

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
export function useMay(): { write: boolean; administer: boolean } {
  const { role } = useHere().membership;
  return { write: writers.includes(role), administer: role === "owner" || role === "admin" };
}

export function useRecordPath(): (node: Pick<NodeRef, "domain" | "plural" | "id">) => string {
  const { slug } = useWorkspace();
  return (node) => `/w/${slug}/${node.domain}/${node.plural}/${node.id}`;
}

export function useMembers(): MemberOut[] {
  const { data } = useQuery({
    queryKey: ["members"],
    queryFn: () =>
      send<Page<MemberOut> | MemberOut[]>("GET", "/api/workspace/members", { query: { limit: 200 } }),
    staleTime: 60_000,
  });
  if (!data) return [];
  return Array.isArray(data) ? data : data.items;
}

export function usePeople(): PersonRef[] {
  return useMembers().map((member) => ({ id: member.id, name: member.user.name }));
}

interface TeamRef {
  id: string;
  name: string;
}

export function useTeams(): TeamRef[] {
  const { data } = useQuery({
    queryKey: ["teams"],
    queryFn: () => send<Page<TeamRef> | TeamRef[]>("GET", "/api/workspace/teams", { query: { limit: 200 } }),
    staleTime: 60_000,
  });
  if (!data) return [];
  return Array.isArray(data) ? data : data.items;
}
