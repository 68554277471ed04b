import type { Application, ApplicationLink, ApplicationPerson, Category, Colour, ConsentColours, Nudge, TrackingEntry } from "../types";
import { sampleAllowed } from "./ability";

const at = "2026-03-01T12:00:00Z";

/** Colours for the three categories. */
export function sampleConsent(service: Colour, automation: Colour = service, marketing: Colour = "red"): ConsentColours {
  const colours: Record<Category, Colour> = { service, automation, marketing };
  const one = (category: Category) => {
    const colour = colours[category];
    return { colour, since: colour === "red" ? null : at, scope: colour === "green" ? ("application" as const) : null };
  };
  return { service: one("service"), automation: one("automation"), marketing: one("marketing") };
}

/** A borrower who may be texted. */
export function samplePerson(part: Partial<ApplicationPerson> = {}): ApplicationPerson {
  return {
    id: "ana",
    role: "borrower",
    name: "Ana Reyes",
    number: "+15552010001",
    number_problem: null,
    told_number: null,
    email: "ana@example.com",
    shared_with: [],
    opted_out: false,
    consent: sampleConsent("green"),
    can_text: sampleAllowed,
    can_request_consent: sampleAllowed,
    can_record_consent: sampleAllowed,
    ...part,
  };
}

/** A reminder that is due. */
export function sampleNudge(part: Partial<Nudge> = {}): Nudge {
  const trigger = { id: "stalled", name: "Stalled documents" };
  return { trigger, number: 1, due_at: "2026-03-01T14:00:00Z", state: "planned", reason: null, until: null, ...part };
}

/** A step of a tracking history. */
export function sampleStep(part: Partial<TrackingEntry> = {}): TrackingEntry {
  const nothing = { due_at: null, journey: null, message: null, number: null, reason: null, trigger: null, until: null, quiet_hours: null, unread: [] };
  return { id: "1", kind: "stage_entered", at, occurred_at: at, stage: null, ...nothing, ...part };
}

/** A loan application under way. */
export function sampleApplication(part: Partial<Application> = {}): Application {
  return {
    id: "0123456789abcdef",
    los_id: "LA-2041",
    journey: "Loan Application",
    status: "active",
    stage: { name: "Documents", since: at },
    people: [samplePerson()],
    agents: [{ id: "maria", name: "Maria Lopez" }],
    updated_at: at,
    nudges: [],
    ...part,
  };
}

/** The same as its conversation with the borrower shows it. */
export function sampleLink(part: Partial<ApplicationLink> = {}): ApplicationLink {
  return {
    id: "0123456789abcdef",
    los_id: "LA-2041",
    journey: "Loan Application",
    status: "active",
    stage: { name: "Documents", since: at },
    person: "ana",
    role: "borrower",
    shared_with: [],
    ...part,
  };
}
