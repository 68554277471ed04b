/** What was read; or the object from before where it says the same, so that nothing is drawn anew. */
export function unchanged<T>(before: T | null, read: T): T {
  return before !== null && JSON.stringify(before) === JSON.stringify(read) ? before : read;
}
