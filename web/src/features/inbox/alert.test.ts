import { describe, expect, test } from "vitest";
import { alertOf, needsAttention, type AlertInput } from "./alert";

const since = "2026-03-01T12:00:00Z";
const maria = { id: "maria", name: "Maria Lopez" };
const unclaimed: AlertInput = { state: "open", agent: null, unclaimed_since: since, waiting_since: since };
const waiting: AlertInput = { state: "open", agent: maria, unclaimed_since: null, waiting_since: since };
const after = (milliseconds: number) => Date.parse(since) + milliseconds;
const FIVE_MINUTES = 300_000;

describe("an unclaimed conversation", () => {
  test("carries the exclamation icon from the start (MC-11)", () => {
    expect(alertOf(unclaimed, after(0))).toEqual({ kind: "unclaimed", flashing: false, since });
  });

  test("does not flash at exactly 5:00 and does at 5:00.001 (MC-12, X-24)", () => {
    expect(alertOf(unclaimed, after(FIVE_MINUTES))).toMatchObject({ flashing: false });
    expect(alertOf(unclaimed, after(FIVE_MINUTES + 1))).toMatchObject({ flashing: true });
  });

  test("does not flash when nobody waits for an answer", () => {
    expect(alertOf({ ...unclaimed, unclaimed_since: null }, after(10 * FIVE_MINUTES))).toMatchObject({ flashing: false });
  });

  test("counts milliseconds of finer timestamps", () => {
    const precise = { ...unclaimed, unclaimed_since: "2026-03-01T12:00:00.250999Z" };
    expect(alertOf(precise, after(FIVE_MINUTES + 250))).toMatchObject({ flashing: false });
    expect(alertOf(precise, after(FIVE_MINUTES + 251))).toMatchObject({ flashing: true });
  });
});

describe("a claimed conversation", () => {
  test("has no alarm clock at exactly 5:00 and has one at 5:00.001 (MC-13, X-24)", () => {
    expect(alertOf(waiting, after(FIVE_MINUTES))).toBeNull();
    expect(alertOf(waiting, after(FIVE_MINUTES + 1))).toEqual({ kind: "overdue", since });
  });

  test("has none when the member has been answered", () => {
    expect(alertOf({ ...waiting, waiting_since: null }, after(10 * FIVE_MINUTES))).toBeNull();
  });
});

test("a closed conversation has no alert", () => {
  expect(alertOf({ ...unclaimed, state: "closed" }, after(10 * FIVE_MINUTES))).toBeNull();
  expect(alertOf({ ...waiting, state: "closed" }, after(10 * FIVE_MINUTES))).toBeNull();
});

test("any alert needs attention (MC-14)", () => {
  expect(needsAttention(unclaimed, after(0))).toBe(true);
  expect(needsAttention(waiting, after(FIVE_MINUTES))).toBe(false);
  expect(needsAttention(waiting, after(FIVE_MINUTES + 1))).toBe(true);
});
