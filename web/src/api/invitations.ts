import { send } from "./client";
import type { Role } from "./types";

export const invitations = {
  look: (token: string) =>
    send<{ workspace: string; role: Role }>("GET", `/api/workspace/invitations/${token}`),
  accept: (token: string) => send<{ slug: string }>("POST", `/api/workspace/invitations/${token}/accept`),
};
