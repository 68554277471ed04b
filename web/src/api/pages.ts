/** A page of a list, newest first, as the API gives it. */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** The part of a list that was read, page by page. */
export interface PagesRead<T> {
  entries: readonly T[];
  /** Where older entries continue; null when the beginning was read. */
  olderCursor: string | null;
  /** False until the first page has come. */
  loaded: boolean;
}

/** Puts what was read among what is known; gives back `known` itself when there is nothing new in it. */
type Merge<T> = (known: readonly T[], read: readonly T[]) => readonly T[];

/**
 * Adds the newest page, as a poll reads it. When more has happened since the last poll than a page holds, the two don't
 * meet; then what was read before is let go, since a hole must never look like the whole.
 */
export function withNewestPage<T extends { id: string }>(before: PagesRead<T>, page: Page<T>, merge: Merge<T>): PagesRead<T> {
  const known = new Set(before.entries.map(({ id }) => id));
  const meets = page.items.some(({ id }) => known.has(id));
  if (!before.loaded || (!meets && page.next_cursor !== null)) {
    return { entries: merge([], page.items), olderCursor: page.next_cursor, loaded: true };
  }
  const entries = merge(before.entries, page.items);
  return entries === before.entries ? before : { ...before, entries };
}

/** Adds the page before the oldest known entry. */
export function withOlderPage<T>(before: PagesRead<T>, page: Page<T>, merge: Merge<T>): PagesRead<T> {
  return { entries: merge(before.entries, page.items), olderCursor: page.next_cursor, loaded: true };
}
