import type { Entry, EntryPage, SendStatus } from "../../api/types";
import { fingerprint } from "./thumbnails";

/** The part of a timeline that this page has read. */
export interface Timeline {
  /** Oldest first. */
  entries: readonly Entry[];
  /** Where older entries continue; null when the beginning has been read. */
  olderCursor: string | null;
  /** False until the first page has come. */
  loaded: boolean;
}

/** A timeline of which nothing is known yet. */
export const unread: Timeline = { entries: [], olderCursor: null, loaded: false };

/**
 * Adds the newest page, as a poll reads it. When more has happened since the last poll than a page holds, the two don't
 * meet; then what was read before is let go, since a hole must never look like the whole history.
 */
export function withNewest(timeline: Timeline, page: EntryPage): Timeline {
  const known = new Set(timeline.entries.map((entry) => entry.id));
  const meets = page.items.some((entry) => known.has(entry.id));
  if (!timeline.loaded || (!meets && page.next_cursor !== null)) {
    return { entries: merge([], page.items), olderCursor: page.next_cursor, loaded: true };
  }
  const entries = merge(timeline.entries, page.items);
  return entries === timeline.entries ? timeline : { ...timeline, entries };
}

/** Adds the page before the oldest known entry. */
export function withOlder(timeline: Timeline, page: EntryPage): Timeline {
  return { entries: merge(timeline.entries, page.items), olderCursor: page.next_cursor, loaded: true };
}

/** Adds one entry that a command has just answered with. */
export function withEntry(timeline: Timeline, entry: Entry): Timeline {
  return { ...timeline, entries: merge(timeline.entries, [entry]) };
}

/** One id each, in the timeline's order. The same array comes back when nothing has changed, so nothing is drawn anew. */
function merge(known: readonly Entry[], read: readonly Entry[]): readonly Entry[] {
  const byId = new Map(known.map((entry) => [entry.id, entry]));
  let changed = false;
  for (const entry of read) {
    const before = byId.get(entry.id);
    const after = before ? newer(before, entry) : entry;
    if (after !== before) {
      byId.set(entry.id, after);
      changed = true;
    }
  }
  return changed ? [...byId.values()].sort(inOrder) : known;
}

function newer(before: Entry, read: Entry): Entry {
  if (before.kind === "message_out" && read.kind === "message_out" && rank[read.status] < rank[before.status]) {
    return before;
  }
  return fingerprint(before) === fingerprint(read) ? before : read;
}

/** Status only moves forward, so an answer that was overtaken on its way is recognised by its rank. */
const rank: Record<SendStatus, number> = {
  queued: 0,
  deferred: 0,
  sending: 1,
  sent: 2,
  delivered: 3,
  failed: 3,
  cancelled: 3,
};

function inOrder(a: Entry, b: Entry): number {
  const [left, right] = [position(a), position(b)];
  if (left && right) return left[0] - right[0] || left[1] - right[1];
  return Date.parse(a.at) - Date.parse(b.at);
}

/** An entry's place: its own number, or its message's and then its own beside it. Clocks differ, numbers don't. */
function position(entry: Entry): [number, number] | null {
  const [, place, beside] = /^[^.]*\.(\d+)(?:\.(\d+))?$/.exec(entry.id) ?? [];
  return place === undefined ? null : [Number(place), Number(beside ?? 0)];
}
