import type { PersonRef } from "@/api/types";
import { formatDate } from "@/shared/format/dates";
import { type IconName, isIconName } from "@/shared/ui/icon";
import type { ExperimentOut, InboxItemOut, KeyResultOut, MatterOut } from "./queries";

/** One thing that waits for this person: what, why it matters, and the verb that settles it. */
export interface Need {
  id: string;
  icon: IconName;
  what: string;
  why: string;
  verb: string;
  to: string;
  /** Smaller is more pressing. */
  rank: number;
  /** The inbox's own row, which is done when its person says so. */
  item?: InboxItemOut;
}

const checkInAfterDays = 14;
const day = 86_400_000;

function isMine(owner: PersonRef | null, me: PersonRef): boolean {
  return owner?.id === me.id;
}

function needsCheckIn(result: KeyResultOut, now: Date): string | null {
  if (!result.checked_in_at) return "Nobody has checked in yet, so its confidence is not known.";
  const days = Math.floor((now.getTime() - new Date(result.checked_in_at).getTime()) / day);
  return days >= checkInAfterDays ? `The last check-in was ${days} days ago.` : null;
}

export function checkIns(results: readonly KeyResultOut[], me: PersonRef, now: Date): Need[] {
  return results.flatMap((result) => {
    const why = isMine(result.owner, me) ? needsCheckIn(result, now) : null;
    if (!why) return [];
    const need: Need = {
      id: result.id,
      icon: "strategy",
      what: `Check in on ${result.title}`,
      why,
      verb: "Check in",
      to: `strategy/key-results/${result.id}`,
      rank: 3,
    };
    return [need];
  });
}

function dueWords(due: string | null, today: string): string {
  if (!due) return "";
  if (due < today) return `Due since ${formatDate(due)}.`;
  return due === today ? "Due today." : `Due ${formatDate(due)}.`;
}

export function ownMatters(matters: readonly MatterOut[], me: PersonRef, today: string): Need[] {
  return matters
    .filter((matter) => isMine(matter.owner, me))
    .map((matter) => ({
      id: matter.id,
      icon: "pulse",
      what: matter.words,
      why: `${matter.sort === "concern" ? "A concern" : "An action"} from the Pulse, yours. ${dueWords(matter.due_on, today)}`.trim(),
      verb: matter.sort === "concern" ? "Answer" : "Close",
      to: "pulse",
      rank: matter.due_on && matter.due_on <= today ? 1 : 4,
    }));
}

export function endedTests(experiments: readonly ExperimentOut[], me: PersonRef, today: string): Need[] {
  return experiments
    .filter((each) => isMine(each.owner, me) && each.ends_on !== null && each.ends_on < today)
    .map((each) => ({
      id: each.id,
      icon: "experiments",
      what: `Decide what ${each.title} becomes`,
      why: `The test was to end on ${formatDate(each.ends_on ?? "")} and is still open.`,
      verb: "Read the readout",
      to: `experiments/experiments/${each.id}`,
      rank: 0,
    }));
}

const verbs: Record<InboxItemOut["reason"], string> = {
  mentioned: "Read",
  assigned: "Open",
  asked_to_score: "Score",
  asked_to_explain: "Explain",
  trigger_fired: "Review",
};

export function asked(items: readonly InboxItemOut[]): Need[] {
  return items.map((item) => ({
    id: item.id,
    icon: isIconName(item.node.domain) ? item.node.domain : "bell",
    what: item.node.title,
    why: item.sentence,
    verb: verbs[item.reason],
    to: `${item.node.domain}/${item.node.plural}/${item.node.id}`,
    rank: 2,
    item,
  }));
}

export function inOrder(needs: readonly Need[]): Need[] {
  return needs.toSorted((a, b) => a.rank - b.rank || a.what.localeCompare(b.what));
}
