import type { Row } from "../../api/types";
import { unchanged } from "../../api/unchanged";

/** The new rows, keeping the objects of those that are as before, so that only what changed is drawn anew. */
export function reuseRows(before: readonly Row[], now: readonly Row[]): readonly Row[] {
  const known = new Map(before.map((row) => [row.id, row]));
  const rows = now.map((row) => unchanged(known.get(row.id) ?? null, row));
  const same = rows.length === before.length && rows.every((row, index) => row === before[index]);
  return same ? before : rows;
}
