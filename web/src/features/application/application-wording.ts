import type { ApplicationStatus, ApplicationPerson, Nudge, PersonRole, TrackingEntry } from "../../api/types";
import { dateTime } from "../../time/format";
import { formatPhone } from "../../ui/phone-number";
import { plainWords } from "../../ui/words";

const roles: Record<string, string> = {
  borrower: "Borrower",
  co_borrower: "Co-borrower",
  guarantor: "Guarantor",
  external_contact: "External contact",
  partner: "Partner",
};

/** Who someone is on an application. */
export function roleName(role: PersonRole): string {
  return roles[role] ?? plainWords(role);
}

/** What someone is called: by name, else by number, else by role. */
export function personName({ name, number, role }: Pick<ApplicationPerson, "name" | "number" | "role">): string {
  return name ?? (number === null ? roleName(role) : formatPhone(number));
}

const problems: Record<string, string> = {
  not_a_number: "Not a phone number",
  too_short: "Too few digits",
  too_long: "Too many digits",
  unassignable: "Nobody’s mobile number",
  too_many: "One number too many for an application",
};

/** How someone is reached, or why not, with what the LOS gave as their number. */
export function numberWords({ number, number_problem, told_number }: Pick<ApplicationPerson, "number" | "number_problem" | "told_number">): string {
  if (number !== null) return formatPhone(number);
  if (number_problem === null) return "No mobile number";
  const why = problems[number_problem] ?? plainWords(number_problem);
  return told_number ? `${why}: ${told_number}` : why;
}

export function statusName(status: ApplicationStatus): string {
  return { active: "Active", completed: "Completed", withdrawn: "Withdrawn" }[status] ?? plainWords(status);
}

/** X-06: others who are reached by the same number. */
export function sharedSentence(names: readonly string[]): string {
  return `Shares this number with ${new Intl.ListFormat("en-US").format(names)}`;
}

/** Where a reminder stands: "Held until 8:00 AM: quiet hours in Arizona". */
export function nudgeSentence(nudge: Nudge, now: number): string {
  const why = nudge.reason ? `: ${nudge.reason.detail}` : "";
  switch (nudge.state) {
    case "planned":
      return `Due ${dateTime(nudge.due_at, now)}${why}`;
    case "held":
      return nudge.until ? `Held until ${dateTime(nudge.until, now)}${why}` : `Held${why}`;
    case "withheld":
      return `Left out, to compare with${why}`;
    case "sent":
      return "Sent";
    case "cancelled":
      return `Cancelled${why}`;
  }
}

/** A step of the tracking history (EL-06), and what of it could not be read. */
export function trackingSentence(entry: TrackingEntry, now: number): string {
  const { unread } = entry;
  const step = stepSentence(entry, now);
  if (unread.length === 0) return step;
  const places = unread.map(({ path }) => path.replace(/^\$\.(application\.)?/, ""));
  return `${step}. Could not be read: ${new Intl.ListFormat("en-US").format(places)}`;
}

/** Kinds that came later are shown by their name. */
function stepSentence(entry: TrackingEntry, now: number): string {
  const why = entry.reason ? `: ${entry.reason.detail}` : "";
  switch (entry.kind) {
    case "application_created":
      return entry.journey ? `${entry.journey} begun` : "Application begun";
    case "application_updated":
      return "Details updated";
    case "stage_entered":
      return entry.stage ? `Entered “${entry.stage}”` : "Entered another stage";
    case "application_completed":
      return "Completed";
    case "application_withdrawn":
      return "Withdrawn";
    case "nudge_planned":
      return `${nudgeName(entry)} planned${entry.due_at ? ` for ${dateTime(entry.due_at, now)}` : ""}`;
    case "nudge_held":
      return `${nudgeName(entry)} held${entry.until ? ` until ${dateTime(entry.until, now)}` : ""}${why}`;
    case "nudge_sent":
      return `${nudgeName(entry)} sent`;
    case "nudge_cancelled":
      return `${nudgeName(entry)} cancelled${why}`;
    case "nudge_withheld":
      return `${nudgeName(entry)} left out, to compare with${why}`;
    case "nudge_replied":
      return `Replied to ${nudgeName(entry, "reminder")}`;
    default:
      return plainWords(entry.kind);
  }
}

/** Whether a step says whose quiet hours counted and its reason doesn't say it already. */
export function shownQuietHours({ quiet_hours, reason }: TrackingEntry): boolean {
  return Boolean(quiet_hours) && quiet_hours !== reason?.detail;
}

function nudgeName({ number, trigger }: TrackingEntry, word = "Reminder"): string {
  const which = number ? `${word} ${number}` : word;
  return trigger ? `${which} of “${trigger.name}”` : which;
}
