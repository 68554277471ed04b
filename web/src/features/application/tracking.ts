import { withNewestPage, withOlderPage, type PagesRead } from "../../api/pages";
import type { TrackingEntry, TrackingPage } from "../../api/types";

/** The part of a tracking history that was read, newest first. */
export type Tracking = PagesRead<TrackingEntry>;

/** A history of which nothing is known yet. */
export const noTracking: Tracking = { entries: [], olderCursor: null, loaded: false };

/** Puts the newest page before what was read. */
export function withNewestTracking(before: Tracking, page: TrackingPage): Tracking {
  return withNewestPage(before, page, (known, read) => {
    const added = unknownOf(read, known);
    return added.length === 0 ? known : [...added, ...known];
  });
}

/** Puts an earlier page behind what was read. */
export function withOlderTracking(before: Tracking, page: TrackingPage): Tracking {
  return withOlderPage(before, page, (known, read) => [...known, ...unknownOf(read, known)]);
}

function unknownOf(read: readonly TrackingEntry[], known: readonly TrackingEntry[]): TrackingEntry[] {
  const ids = new Set(known.map(({ id }) => id));
  return read.filter(({ id }) => !ids.has(id));
}
