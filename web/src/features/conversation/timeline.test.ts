import { describe, expect, test } from "vitest";
import { sampleAttachment, sampleIn, sampleNotice, sampleOut } from "../../api/samples/conversation";
import type { Entry, EntryPage } from "../../api/types";
import { unread, withEntry, withNewest, withOlder, type Timeline } from "./timeline";

/** A page of entries as the API gives it: newest first. */
const page = (entries: Entry[], next: string | null = null): EntryPage => ({
  items: [...entries].reverse(),
  next_cursor: next,
});
const numbers = (timeline: Timeline) => timeline.entries.map((entry) => Number(entry.id.split(".")[1]));

describe("polling the newest page", () => {
  test("shows the oldest first", () => {
    expect(numbers(withNewest(unread, page([sampleIn(1), sampleIn(2), sampleIn(3)])))).toEqual([1, 2, 3]);
  });

  test("adds what is new and keeps older pages", () => {
    let timeline = withNewest(unread, page([sampleIn(3), sampleIn(4)], "older"));
    timeline = withOlder(timeline, page([sampleIn(1), sampleIn(2)]));
    timeline = withNewest(timeline, page([sampleIn(4), sampleIn(5)], "other"));
    expect(numbers(timeline)).toEqual([1, 2, 3, 4, 5]);
    expect(timeline.olderCursor).toBeNull();
  });

  test("gives back the same timeline when nothing changed, so nothing is drawn anew", () => {
    const timeline = withNewest(unread, page([sampleIn(1), sampleOut(2)]));
    expect(withNewest(timeline, page([sampleIn(1), sampleOut(2)]))).toBe(timeline);
  });

  test("draws nothing anew because a thumbnail's address was signed again", () => {
    const signed = (thumbnail_url: string) => sampleIn(1, { attachments: [sampleAttachment({ thumbnail_url })] });
    const timeline = withNewest(unread, page([signed("https://s3/a?sig=1")]));
    expect(withNewest(timeline, page([signed("https://s3/a?sig=2")]))).toBe(timeline);
  });

  test("moves an attachment on", () => {
    const scanning = sampleAttachment({ state: "scanning", downloadable: false, thumbnail_url: null });
    const timeline = withNewest(unread, page([sampleIn(1, { attachments: [scanning] })]));
    const next = withNewest(timeline, page([sampleIn(1, { attachments: [sampleAttachment()] })]));
    expect(next.entries[0]).toMatchObject({ attachments: [{ state: "ready" }] });
  });

  test("keeps untouched entries' objects when another changes", () => {
    const timeline = withNewest(unread, page([sampleIn(1), sampleOut(2)]));
    const next = withNewest(timeline, page([sampleIn(1), sampleOut(2, { status: "sent" })]));
    expect(next.entries[0]).toBe(timeline.entries[0]);
    expect(next.entries[1]).toMatchObject({ status: "sent" });
  });

  test("never hides a hole: when the page doesn't meet what is known, it starts anew", () => {
    const timeline = withNewest(unread, page([sampleIn(1), sampleIn(2)]));
    const next = withNewest(timeline, page([sampleIn(8), sampleIn(9)], "before 8"));
    expect(numbers(next)).toEqual([8, 9]);
    expect(next.olderCursor).toBe("before 8");
  });

  test("fills an empty conversation without starting anew", () => {
    const timeline = withNewest(unread, page([]));
    expect(numbers(withNewest(timeline, page([sampleIn(1)])))).toEqual([1]);
  });
});

describe("a text just sent", () => {
  test("stays when a poll that began earlier comes back without it", () => {
    let timeline = withNewest(unread, page([sampleIn(1)]));
    timeline = withEntry(timeline, sampleOut(2));
    expect(numbers(withNewest(timeline, page([sampleIn(1)])))).toEqual([1, 2]);
  });

  test("is there once when the poll brings it too", () => {
    const timeline = withEntry(withNewest(unread, page([sampleIn(1)])), sampleOut(2));
    expect(numbers(withNewest(timeline, page([sampleIn(1), sampleOut(2, { status: "sending" })])))).toEqual([1, 2]);
  });

  test("does not move back in status when an older answer arrives late", () => {
    const timeline = withNewest(unread, page([sampleOut(1, { status: "delivered" })]));
    expect(withNewest(timeline, page([sampleOut(1, { status: "sent" })])).entries[0]).toMatchObject({ status: "delivered" });
  });
});

describe("order", () => {
  test("follows the entries' numbers, not their clocks", () => {
    const early = sampleIn(2, { at: "2026-03-01T11:00:00Z" });
    expect(numbers(withNewest(unread, page([sampleIn(1), early, sampleIn(10), sampleIn(9)])))).toEqual([1, 2, 9, 10]);
  });

  test("puts a notice behind its message", () => {
    const timeline = withNewest(unread, page([sampleIn(1), sampleIn(2), sampleNotice(2, 1), sampleNotice(1, 1)]));
    expect(timeline.entries.map((entry) => entry.id)).toEqual(["thread.1", "thread.1.1", "thread.1.2", "thread.2"]);
  });
});
