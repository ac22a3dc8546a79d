import { type Query, send } from "./client";
import type { components } from "./schema";
import type { MemberOut, Page, TeamOut, WorkspaceOut } from "./types";

type Schemas = components["schemas"];

export type InvitationOut = Schemas["InvitationOut"];
export type InvitationMadeOut = Schemas["InvitationMadeOut"];
export type TokenOut = Schemas["TokenOut"];
export type TokenMadeOut = Schemas["TokenMadeOut"];
export type AuditRowOut = Schemas["AuditRowOut"];

const at = "/api/workspace";

/** People, tokens and settings of the workspace in the address. */
export const workspace = {
  patch: (body: Schemas["WorkspacePatch"]) => send<WorkspaceOut>("PATCH", at, { body }),
  members: () => send<MemberOut[]>("GET", `${at}/members`),
  patchMember: (id: string, body: Partial<Schemas["MemberPatch"]>) =>
    send<MemberOut>("PATCH", `${at}/members/${id}`, { body }),
  removeMember: (id: string) => send<void>("DELETE", `${at}/members/${id}`),
  teams: () => send<TeamOut[]>("GET", `${at}/teams`),
  createTeam: (name: string) => send<TeamOut>("POST", `${at}/teams`, { body: { name } }),
  renameTeam: (id: string, name: string) => send<TeamOut>("PATCH", `${at}/teams/${id}`, { body: { name } }),
  removeTeam: (id: string) => send<void>("DELETE", `${at}/teams/${id}`),
  invitations: () => send<InvitationOut[]>("GET", `${at}/invitations`),
  invite: (body: Partial<Schemas["InvitationIn"]>) =>
    send<InvitationMadeOut>("POST", `${at}/invitations`, { body }),
  revokeInvitation: (id: string) => send<void>("DELETE", `${at}/invitations/${id}`),
  tokens: () => send<TokenOut[]>("GET", `${at}/tokens`),
  createToken: (body: Schemas["TokenIn"]) => send<TokenMadeOut>("POST", `${at}/tokens`, { body }),
  revokeToken: (id: string) => send<void>("DELETE", `${at}/tokens/${id}`),
  audit: (query: Query) => send<Page<AuditRowOut>>("GET", `${at}/audit`, { query }),
};
