import type { MembershipOut, MeOut, RecordOut } from "@/api/types";
import { defineKind } from "@/shared/records/kind";

export interface BetOut extends RecordOut {
  stage: string;
  owner: { id: string; name: string } | null;
  effort: number | null;
}

export const bet = defineKind<BetOut>({
  name: "bet",
  domain: "roadmap",
  plural: "bets",
  label: "Bet",
  labelPlural: "Bets",
  icon: "roadmap",
  purpose: "What is worth trying.",
  fields: [
    {
      name: "stage",
      label: "Stage",
      type: "select",
      required: true,
      filter: true,
      sort: true,
      options: [
        { value: "now", label: "Now" },
        { value: "next", label: "Next" },
      ],
    },
    { name: "owner", label: "Owner", type: "person", filter: true },
    { name: "effort", label: "Effort", type: "number", unit: "w", sort: true },
  ],
});

export function makeBet(number: number, more: Partial<BetOut> = {}): BetOut {
  return {
    id: `bet-${number}`,
    kind: "bet",
    key: `BET-${number}`,
    title: `Bet number ${number}`,
    body: "",
    version: 1,
    created_at: "2026-03-02T10:00:00Z",
    updated_at: "2026-03-02T10:00:00Z",
    created_by: { id: "m-1", name: "Alice" },
    archived_at: null,
    stage: "now",
    owner: null,
    effort: null,
    ...more,
  };
}

export const membership: MembershipOut = {
  id: "m-1",
  workspace: {
    id: "w-1",
    slug: "larkspur",
    name: "Larkspur",
    currency: "EUR",
    timezone: "Europe/Berlin",
    week_start: "monday",
    hourly_cost: 80,
  },
  role: "editor",
  function: "product",
  team: null,
};

export const alice: MeOut = {
  user: { id: "u-1", email: "alice@example.com", name: "Alice" },
  memberships: [membership],
  may_create_workspace: true,
};

export const viewer: MembershipOut = { ...membership, role: "viewer" };
