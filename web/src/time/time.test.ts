import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ServerClock } from "./clock";
import { briefTime, dateTime, dayHeading, duration, shortDate } from "./format";

const now = Date.parse("2026-03-11T15:00:00Z");
const ago = (milliseconds: number) => new Date(now - milliseconds).toISOString();
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe("a brief time", () => {
  test.each([
    [0, "now"],
    [59_999, "now"],
    [MINUTE, "1 min"],
    [59 * MINUTE, "59 min"],
    [2 * 60 * MINUTE, /^1:00\sPM$/],
    [DAY, "Tue"],
    [8 * DAY, "Mar 3"],
    [100 * DAY, "Dec 1, 2025"],
  ])("%d ms ago", (milliseconds, text) => expect(briefTime(ago(milliseconds), now)).toMatch(text));

  test("a little in the future is now", () => expect(briefTime(ago(-3_000), now)).toBe("now"));
  test("nonsense is nothing", () => expect(briefTime("soon", now)).toBe(""));
});

test("durations", () => {
  expect(duration(59_000)).toBe("under a minute");
  expect(duration(7.9 * MINUTE)).toBe("7 min");
  expect(duration(60 * MINUTE)).toBe("1 h");
  expect(duration(125 * MINUTE)).toBe("2 h 5 min");
  expect(duration(DAY)).toBe("1 day");
  expect(duration(3.5 * DAY)).toBe("3 days");
});

test("days are named", () => {
  expect(dayHeading(ago(0), now)).toBe("Today");
  expect(dayHeading(ago(DAY), now)).toBe("Yesterday");
  expect(dayHeading(ago(8 * DAY), now)).toBe("Tuesday, March 3");
});

test("a day has its year unless that is this one", () => {
  expect(shortDate(ago(8 * DAY), now)).toBe("Mar 3");
  expect(shortDate(ago(100 * DAY), now)).toBe("Dec 1, 2025");
  expect(shortDate("soon", now)).toBe("");
});

test("a moment has its date unless that is today's", () => {
  expect(dateTime(ago(2 * 60 * MINUTE), now)).toMatch(/^1:00\sPM$/);
  expect(dateTime(ago(-DAY), now)).toMatch(/^Mar 12, 3:00\sPM$/);
  expect(dateTime("soon", now)).toBe("");
});

describe("the server's clock", () => {
  beforeEach(() => vi.useFakeTimers({ now }));
  afterEach(() => vi.useRealTimers());

  test("corrects a computer that is minutes off", () => {
    const clock = new ServerClock();
    clock.observe("Wed, 11 Mar 2026 15:07:00 GMT", now - 100, now + 100);
    expect(clock.now()).toBe(now + 7 * MINUTE + 500);
  });

  test("ignores differences that the header's whole seconds can explain", () => {
    const clock = new ServerClock();
    clock.observe("Wed, 11 Mar 2026 15:00:01 GMT", now, now);
    expect(clock.now()).toBe(now);
  });

  test("ignores a header that is no date", () => {
    const clock = new ServerClock();
    clock.observe("yesterday", now, now);
    expect(clock.now()).toBe(now);
  });
});
