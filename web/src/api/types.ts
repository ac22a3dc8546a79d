import type { components } from "./schema";

type Schemas = components["schemas"];

/** The contract's shapes under the names the page uses everywhere. */
export type PersonRef = Schemas["PersonOut"];
export type NodeRef = Schemas["NodeOut"];
export type KindOut = Schemas["KindOut"];
export type LinkOut = Schemas["LinkOut"];
export type LinkIn = Schemas["LinkDraftIn"];
export type ChainStep = Schemas["StepOut"];
export type StepState = Schemas["StepState"];
export type MiniChainOut = Schemas["ChainOut"];
export type WhyOut = Schemas["WhyOut"];
export type WhyNode = Schemas["WalkedNodeOut"];
export type WhyLink = Schemas["EdgeOut"];
export type Role = Schemas["Role"];
export type JobFunction = Schemas["Function"];
export type WorkspaceOut = Schemas["WorkspaceOut"];
export type MembershipOut = Schemas["MembershipOut"];
export type MeOut = Schemas["MeOut"];
export type MemberOut = Schemas["MemberOut"];
export type TeamOut = Schemas["TeamOut"];
export type CommentOut = Schemas["CommentOut"];
export type ActivityOut = Schemas["ActivityOut"];
export type AttachmentOut = Schemas["AttachmentOut"];
export type SearchHit = Schemas["HitOut"];

/** What records of every kind have. */
export interface RecordOut {
  id: string;
  kind: string;
  key: string;
  title: string;
  body: string;
  version: number;
  created_at: string;
  updated_at: string;
  created_by: PersonRef | null;
  archived_at: string | null;
}

export interface Page<T> {
  items: T[];
  total: number;
}
