/** The pages are in English, for institutions in the United States. */
const LOCALE = "en-US";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const time = new Intl.DateTimeFormat(LOCALE, { hour: "numeric", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: "short" });
const dayOfYear = new Intl.DateTimeFormat(LOCALE, { month: "short", day: "numeric" });
const date = new Intl.DateTimeFormat(LOCALE, { month: "short", day: "numeric", year: "numeric" });
const longDay = new Intl.DateTimeFormat(LOCALE, { weekday: "long", month: "long", day: "numeric" });
const dayAndTime = new Intl.DateTimeFormat(LOCALE, { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
const exact = new Intl.DateTimeFormat(LOCALE, { dateStyle: "full", timeStyle: "medium" });

/** A short time for a list: "now", "4 min", "9:41 AM", "Tue", "Nov 3", "Nov 3, 2025". */
export function briefTime(at: string, now: number): string {
  const then = Date.parse(at);
  if (Number.isNaN(then)) return "";
  const ago = now - then;
  if (ago < MINUTE && ago > -MINUTE) return "now";
  if (ago > 0 && ago < HOUR) return `${Math.floor(ago / MINUTE)} min`;
  if (sameDay(then, now)) return time.format(then);
  if (ago > 0 && ago < 6 * DAY) return weekday.format(then);
  if (new Date(then).getFullYear() === new Date(now).getFullYear()) return dayOfYear.format(then);
  return date.format(then);
}

/** How long something has lasted: "under a minute", "7 min", "2 h 5 min", "3 days". */
export function duration(milliseconds: number): string {
  if (milliseconds < MINUTE) return "under a minute";
  if (milliseconds < HOUR) return `${Math.floor(milliseconds / MINUTE)} min`;
  if (milliseconds < DAY) {
    const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
    const hours = Math.floor(milliseconds / HOUR);
    return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
  }
  const days = Math.floor(milliseconds / DAY);
  return days === 1 ? "1 day" : `${days} days`;
}

/** The time of day: "9:41 AM". */
export function clockTime(at: string): string {
  const then = Date.parse(at);
  return Number.isNaN(then) ? "" : time.format(then);
}

/** The time of day, with its date unless that is today's: "9:41 AM", "Nov 3, 9:41 AM". */
export function dateTime(at: string, now: number): string {
  const then = Date.parse(at);
  if (Number.isNaN(then)) return "";
  return sameDay(then, now) ? time.format(then) : dayAndTime.format(then);
}

/** The day alone: "Nov 3", "Nov 3, 2025". */
export function shortDate(at: string, now: number): string {
  const then = Date.parse(at);
  if (Number.isNaN(then)) return "";
  return new Date(then).getFullYear() === new Date(now).getFullYear() ? dayOfYear.format(then) : date.format(then);
}

/** A heading for a day in a timeline: "Today", "Yesterday", "Tuesday, November 3". */
export function dayHeading(at: string, now: number): string {
  const then = Date.parse(at);
  if (Number.isNaN(then)) return "";
  if (sameDay(then, now)) return "Today";
  if (sameDay(then, now - DAY)) return "Yesterday";
  if (new Date(then).getFullYear() === new Date(now).getFullYear()) return longDay.format(then);
  return date.format(then);
}

/** The whole moment, for a tooltip. */
export function exactTime(at: string): string {
  const then = Date.parse(at);
  return Number.isNaN(then) ? at : exact.format(then);
}

/** Whether two timestamps fall on different calendar days here. */
export function isNewDay(at: string, before: string): boolean {
  return !sameDay(Date.parse(at), Date.parse(before));
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}
