import { send } from "./client";
import type { components } from "./schema";
import type {
  ActivityOut,
  AttachmentOut,
  ChainStep,
  CommentOut,
  KindOut,
  LinkOut,
  MiniChainOut,
  NodeRef,
  SearchHit,
  WhyOut,
} from "./types";

export type Shelving = "archive" | "unarchive" | "trash" | "restore";

const node = (id: string): string => `/api/graph/nodes/${id}`;

/** What every record has because it is a node of the evidence graph. */
export const graph = {
  kinds: () => send<KindOut[]>("GET", "/api/graph/kinds"),
  node: (id: string) => send<NodeRef>("GET", node(id)),
  shelve: (act: Shelving, ids: string[]) =>
    send<{ ids: string[] }>("POST", `/api/graph/nodes/${act}`, { body: { ids } }),
  links: (id: string) => send<LinkOut[]>("GET", `${node(id)}/links`),
  link: (body: components["schemas"]["LinkIn"]) => send<LinkOut>("POST", "/api/graph/links", { body }),
  unlink: (id: string) => send<void>("DELETE", `/api/graph/links/${id}`),
  chain: (id: string) => send<ChainStep[]>("GET", `${node(id)}/chain`),
  chains: (ids: string[]) => send<MiniChainOut[]>("GET", "/api/graph/chains", { query: { ids } }),
  why: (id: string, on?: string) => send<WhyOut>("GET", `/api/graph/${id}/why`, { query: { on } }),
  comments: (id: string) => send<CommentOut[]>("GET", `${node(id)}/comments`),
  comment: (id: string, body: string) => send<CommentOut>("POST", `${node(id)}/comments`, { body: { body } }),
  reviseComment: (id: string, body: string) =>
    send<CommentOut>("PATCH", `/api/graph/comments/${id}`, { body: { body } }),
  removeComment: (id: string) => send<void>("DELETE", `/api/graph/comments/${id}`),
  activity: (id: string) => send<ActivityOut[]>("GET", `${node(id)}/activity`),
  attachments: (id: string) => send<AttachmentOut[]>("GET", `${node(id)}/attachments`),
  attach: (id: string, file: File) => {
    const body = new FormData();
    body.append("file", file);
    return send<AttachmentOut>("POST", `${node(id)}/attachments`, { body });
  },
  detach: (id: string) => send<void>("DELETE", `/api/graph/attachments/${id}`),
  search: (q: string, kind?: string, signal?: AbortSignal) =>
    send<SearchHit[]>("GET", "/api/graph/search", { query: { q, kind, limit: 12 }, signal }),
};
