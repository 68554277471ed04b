import { withNewestPage, withOlderPage, type PagesRead } from "../../api/pages";
import type { Entry, EntryPage, SendStatus } from "../../api/types";
import { fingerprint } from "./thumbnails";

/** The part of a timeline that was read, oldest first. */
export type Timeline = PagesRead<Entry>;

/** A timeline of which nothing is known yet. */
export const unread: Timeline = { entries: [], olderCursor: null, loaded: false };

/** Adds the newest page. */
export function withNewest(timeline: Timeline, page: EntryPage): Timeline {
  return withNewestPage(timeline, page, merge);
}

/** Adds the page before the oldest known entry. */
export function withOlder(timeline: Timeline, page: EntryPage): Timeline {
  return withOlderPage(timeline, page, merge);
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
