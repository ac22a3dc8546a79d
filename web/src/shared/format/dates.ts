/** Dates are shown in the workspace's time zone; a date without a time belongs to no zone. */

const dayOnly = /^\d{4}-\d{2}-\d{2}$/;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once for each zone and shape: making one takes longer than a hundred uses of it. */
function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made;
}

function part(date: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return formatOf("en-GB", { timeZone, ...options }).format(date);
}

function dayKey(date: Date, timeZone: string): string {
  return formatOf("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(date);
}

export function formatDate(iso: string, timeZone = "UTC", now = new Date()): string {
  const zone = dayOnly.test(iso) ? "UTC" : timeZone;
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "";
  const sameYear = part(date, zone, { year: "numeric" }) === part(now, timeZone, { year: "numeric" });
  return part(date, zone, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
}

export function formatDay(date: Date, timeZone = "UTC"): string {
  return part(date, timeZone, { weekday: "long", day: "numeric", month: "long" }).replace(",", "");
}

/** "Today 08:51", "Mon 16:22" within a week, else "24 Feb". */
export function formatMoment(iso: string, timeZone = "UTC", now = new Date()): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "";
  const time = part(date, timeZone, { hour: "2-digit", minute: "2-digit", hour12: false });
  if (dayKey(date, timeZone) === dayKey(now, timeZone)) return `Today ${time}`;
  const age = now.getTime() - date.getTime();
  if (age > 0 && age < 6 * 86_400_000) return `${part(date, timeZone, { weekday: "short" })} ${time}`;
  return formatDate(iso, timeZone, now);
}

/** "September 2026", from "2026-09". */
export function formatMonth(month: string): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? "" : part(date, "UTC", { month: "long", year: "numeric" });
}

export function formatInstant(iso: string, timeZone = "UTC"): string {
  const date = new Date(iso);
  return part(date, timeZone, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
    timeZoneName: "short",
  });
}

export function todayIn(timeZone: string, now = new Date()): string {
  return dayKey(now, timeZone);
}
