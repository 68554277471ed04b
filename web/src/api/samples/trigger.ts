import type { Trigger, TriggerPreview, TriggerRecord, TriggerRow } from "../types";

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

/** The same as administrators read it. */
export function sampleTriggerRecord(part: Partial<Trigger> = {}): TriggerRecord {
  return {
    record: sampleTrigger(part),
    version: 3,
    changed_at: "2026-03-01T12:00:00Z",
    changed_by: { kind: "agent", agent: "dana" },
    removed: false,
  };
}

/** How a template reads that has nothing in it yet. */
export function samplePreview(part: Partial<TriggerPreview> = {}): TriggerPreview {
  return { rendered: "", segments: 0, longest: "", longest_segments: 0, problems: [], fields: ["first_name"], ...part };
}
