import type { Application, Category, Colour, ConsentColours, Contact, Nudge, TrackingEntry } from "../application";
import type { Trigger, TriggerRow } from "../trigger";

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
export function sampleContact(part: Partial<Contact> = {}): Contact {
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
    people: [sampleContact()],
    agents: [{ id: "maria", name: "Maria Lopez" }],
    updated_at: at,
    nudges: [],
    ...part,
  };
}

/** A trigger for who stalls. */
export function sampleTrigger(part: Partial<Trigger> = {}): Trigger {
  return {
    id: "stalled",
    name: "Stalled documents",
    kind: "stalled",
    journey: "Loan Application",
    stages: ["Documents", "Income"],
    delay_minutes: 120,
    template: "Hi {first_name|there}, need a hand with your application?",
    category: "automation",
    max_nudges: 3,
    spacing_minutes: 1_440,
    holdout_percent: 10,
    number: "+15550100001",
    enabled: true,
    ...part,
  };
}

/** The same with what it has done. */
export function sampleTriggerRow(part: Partial<TriggerRow> = {}): TriggerRow {
  return {
    ...sampleTrigger(),
    statistics: {
      due: 120,
      sent: 136,
      nudged: 96,
      replied: 31,
      completed: 48,
      withheld: 12,
      withheld_completed: 4,
      completion_rate: 0.5,
      holdout_completion_rate: 0.333,
      lift: 0.167,
    },
    ...part,
  };
}
