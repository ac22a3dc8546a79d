import type { components } from "@/api/schema";
import { formatDate, todayIn } from "@/shared/format/dates";

type Matter = components["schemas"]["MatterOut"];
type MatterLine = components["schemas"]["MatterLineOut"];

const day = 86_400_000;

function shift(iso: string, days: number): string {
  return new Date(Date.parse(iso) + days * day).toISOString().slice(0, 10);
}

/** The days the next Pulse covers: from the day after the last one, or two weeks up to today. */
export function nextPeriod(lastTo: string | undefined, today: string): { from_on: string; to_on: string } {
  const after = lastTo && shift(lastTo, 1);
  return { from_on: after && after <= today ? after : shift(today, -13), to_on: today };
}

export function periodWords(from: string, to: string): string {
  return from === to ? formatDate(to) : `${formatDate(from)} to ${formatDate(to)}`;
}

/** A matter of the ledger as a line of a Pulse reads it. */
export function asLine(matter: Matter, zone: string): MatterLine {
  const dayOf = (at: string) => todayIn(zone, new Date(at));
  return {
    id: matter.id,
    owner: matter.owner?.name ?? "",
    due_on: matter.due_on,
    raised_on: dayOf(matter.raised_at),
    is_carried_over: true,
    closed_on: matter.closed_at && dayOf(matter.closed_at),
    answer: matter.answer,
    version: matter.version,
  };
}
