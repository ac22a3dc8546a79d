import { send } from "./client";
import type { components } from "./schema";

/** An invitation as its bearer sees it, signed in or not. */
export const invitations = {
  look: (token: string) =>
    send<components["schemas"]["InvitationPreviewOut"]>("GET", `/api/invitations/${token}`),
  accept: (token: string) =>
    send<components["schemas"]["MembershipOut"]>("POST", `/api/invitations/${token}/accept`),
};
