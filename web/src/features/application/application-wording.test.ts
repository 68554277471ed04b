import { describe, expect, test } from "vitest";
import { sampleNudge, sampleStep } from "../../api/samples/application";
import type { PersonRole } from "../../api/types";
import { personName, nudgeSentence, numberWords, roleName, sharedSentence, shownQuietHours, statusName, trackingSentence } from "./application-wording";

const now = Date.parse("2026-03-01T12:00:00Z");
const reason = { code: "quiet_hours", detail: "quiet hours in Arizona" };
/** Times are written with a space that doesn't break. */
const spaced = (text: string) => text.replaceAll("\u202f", " ");

test("roles and states have names, also those that came later", () => {
  expect(roleName("co_borrower")).toBe("Co-borrower");
  expect(roleName("power_of_attorney" as PersonRole)).toBe("Power of attorney");
  expect(statusName("withdrawn")).toBe("Withdrawn");
});

test("someone without a name is called by number, else by role", () => {
  const nobody = { name: null, number: null, number_problem: null, role: "guarantor" } as const;
  expect(personName({ ...nobody, name: "Ana" })).toBe("Ana");
  expect(personName({ ...nobody, number: "+15552010001" })).toBe("(555) 201-0001");
  expect(personName(nobody)).toBe("Guarantor");
});

test("a number, or why there is none", () => {
  expect(numberWords({ number: "+15552010001", number_problem: null, told_number: null })).toBe("(555) 201-0001");
  expect(numberWords({ number: null, number_problem: null, told_number: null })).toBe("No mobile number");
  expect(numberWords({ number: null, number_problem: "too_odd", told_number: null })).toBe("Too odd");
  const told = { number: null, told_number: "call after six" };
  expect(numberWords({ ...told, number_problem: "not_a_number" })).toBe("Not a phone number: call after six");
});

test("a step says what of it could not be read", () => {
  const entry = sampleStep({ kind: "application_updated" });
  const unread = [
    { path: "$.application.people[0].role", code: "unknown_role" },
    { path: "$.type", code: "unknown_event_type" },
  ];
  expect(trackingSentence({ ...entry, unread: [] }, now)).toBe("Details updated");
  expect(trackingSentence({ ...entry, unread }, now)).toBe("Details updated. Could not be read: people[0].role and type");
});

test("a shared number names the others (X-06)", () => {
  expect(sharedSentence(["Ben Reyes"])).toBe("Shares this number with Ben Reyes");
  expect(sharedSentence(["Ben", "Cy"])).toBe("Shares this number with Ben and Cy");
});

describe("a reminder", () => {
  test.each([
    [sampleNudge(), "Due 2:00 PM"],
    [sampleNudge({ due_at: "2026-03-03T08:00:00Z" }), "Due Mar 3, 8:00 AM"],
    [sampleNudge({ state: "held", until: "2026-03-01T15:00:00Z", reason }), "Held until 3:00 PM: quiet hours in Arizona"],
    [sampleNudge({ state: "held", reason: { code: "no_consent", detail: "no consent" } }), "Held: no consent"],
    [sampleNudge({ state: "withheld" }), "Left out, to compare with"],
    [sampleNudge({ state: "sent" }), "Sent"],
    [sampleNudge({ state: "cancelled", reason: { code: "completed", detail: "completed" } }), "Cancelled: completed"],
  ])("%#", (nudge, sentence) => expect(spaced(nudgeSentence(nudge, now))).toBe(sentence));
});

describe("the tracking history (EL-06)", () => {
  const trigger = { id: "stalled", name: "Stalled documents" };
  test.each([
    [sampleStep({ kind: "application_created", journey: "Loan Application" }), "Loan Application begun"],
    [sampleStep({ kind: "stage_entered", stage: "Income" }), "Entered “Income”"],
    [sampleStep({ kind: "nudge_planned", number: 2, trigger, due_at: "2026-03-01T15:00:00Z" }), "Reminder 2 of “Stalled documents” planned for 3:00 PM"],
    [sampleStep({ kind: "nudge_held", number: 1, reason }), "Reminder 1 held: quiet hours in Arizona"],
    [sampleStep({ kind: "nudge_replied", number: 1, trigger }), "Replied to reminder 1 of “Stalled documents”"],
    [sampleStep({ kind: "application_merged" }), "Application merged"],
  ])("%#", (entry, sentence) => expect(spaced(trackingSentence(entry, now))).toBe(sentence));

  test("says once whose quiet hours counted (EL-17)", () => {
    const quiet_hours = "Iowa, by ZIP code 524xx.";
    expect(shownQuietHours(sampleStep({ kind: "nudge_sent", quiet_hours }))).toBe(true);
    expect(shownQuietHours(sampleStep({ kind: "nudge_held", quiet_hours, reason: { code: "quiet_hours", detail: quiet_hours } }))).toBe(false);
    expect(shownQuietHours(sampleStep({ kind: "stage_entered" }))).toBe(false);
  });
});
