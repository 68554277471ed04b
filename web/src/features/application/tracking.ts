import type { TrackingEntry, TrackingPage } from "../../api/types";

/** The part of a tracking history that was read, newest first. */
export interface Tracking {
  entries: readonly TrackingEntry[];
  /** Where earlier steps continue; null when the beginning was read. */
  cursor: string | null;
  loaded: boolean;
}

/** A history of which nothing is known yet. */
export const noTracking: Tracking = { entries: [], cursor: null, loaded: false };

/** Puts the newest page before what was read. When the two don't meet, what was read is let go: a hole must not look like the whole. */
export function withNewestTracking(before: Tracking, page: TrackingPage): Tracking {
  const known = new Set(before.entries.map(({ id }) => id));
  const added = page.items.filter(({ id }) => !known.has(id));
  if (before.loaded && added.length === 0) return before;
  const meets = added.length < page.items.length;
  if (!before.loaded || (!meets && page.next_cursor !== null)) {
    return { entries: page.items, cursor: page.next_cursor, loaded: true };
  }
  return { ...before, entries: [...added, ...before.entries] };
}

/** Puts an earlier page behind what was read. */
export function moreTracking(before: Tracking, page: TrackingPage): Tracking {
  const known = new Set(before.entries.map(({ id }) => id));
  const added = page.items.filter(({ id }) => !known.has(id));
  return { entries: [...before.entries, ...added], cursor: page.next_cursor, loaded: true };
}
