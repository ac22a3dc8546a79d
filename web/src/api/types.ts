/** Shapes that records of every kind share. The rest comes from the generated schema. */

export interface PersonRef {
  id: string;
  name: string;
}

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

export interface NodeRef {
  id: string;
  kind: string;
  key: string;
  title: string;
  domain: string;
  plural: string;
  archived_at?: string | null;
  state?: string | null;
}

export interface KindOut {
  name: string;
  plural: string;
  label: string;
  label_plural: string;
  prefix: string;
  domain: string;
  icon: string;
  step: string | null;
}

export interface LinkOut {
  id: string;
  kind: string;
  direction: "out" | "in";
  node: NodeRef;
  created_at: string;
}

export interface LinkIn {
  kind: string;
  source?: string;
  target?: string;
}

export type StepState = "filled" | "half" | "hollow" | "here";

export interface ChainStep {
  step: string;
  state: StepState;
  count: number;
  label: string;
  records: NodeRef[];
}

export interface MiniChainOut {
  id: string;
  states: StepState[];
}

export interface WhyNode {
  node: NodeRef;
  depth: number;
}

export interface WhyLink {
  id: string;
  kind: string;
  source: string;
  target: string;
}

export interface WhyOut {
  node: NodeRef;
  upstream: WhyNode[];
  downstream: WhyNode[];
  links: WhyLink[];
}

export interface CommentOut {
  id: string;
  body: string;
  author: PersonRef | null;
  created_at: string;
  updated_at: string;
}

export interface ActivityOut {
  id: string;
  at: string;
  actor: PersonRef | null;
  action: string;
  changes: Record<string, [unknown, unknown]>;
}

export interface AttachmentOut {
  id: string;
  name: string;
  size: number;
  content_type: string;
  created_at: string;
}

export interface SearchHit {
  node: NodeRef;
  snippet: string;
}

export type Role = "owner" | "admin" | "editor" | "contributor" | "viewer";

export interface WorkspaceOut {
  id: string;
  slug: string;
  name: string;
  currency: string;
  timezone: string;
  week_start: number | string;
  hourly_cost: number | string | null;
}

export interface MembershipOut {
  id: string;
  workspace: WorkspaceOut;
  role: Role;
  function: string;
  team: { id: string; name: string } | null;
}

export interface MeOut {
  user: { id: string; email: string; name: string };
  memberships: MembershipOut[];
}

export interface MemberOut {
  id: string;
  user: { id: string; email?: string; name: string };
  role: Role;
  function: string;
  team: { id: string; name: string } | null;
}
