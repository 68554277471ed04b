import type { Row } from "../../api/types";

/** Attention is due strictly after this long (MC-12, MC-13, X-24). */
export const PATIENCE_MS = 5 * 60_000;

/** What a row's icon says. */
export type Alert =
  /** Nobody claimed it; `flashing` once that has lasted too long (MC-11, MC-12). */
  | { kind: "unclaimed"; flashing: boolean; since: string | null }
  /** Claimed, and the member has waited too long (MC-13). */
  | { kind: "overdue"; since: string };

/** The part of a row that alerts depend on. */
export type AlertInput = Pick<Row, "state" | "agent" | "unclaimed_since" | "waiting_since">;

/** A row's alert at a moment, from timestamps alone. */
export function alertOf(row: AlertInput, now: number): Alert | null {
  if (row.state === "closed") return null;
  if (row.agent === null) {
    return { kind: "unclaimed", flashing: isOver(row.unclaimed_since, now), since: row.unclaimed_since };
  }
  if (row.waiting_since !== null && isOver(row.waiting_since, now)) {
    return { kind: "overdue", since: row.waiting_since };
  }
  return null;
}

/** Whether anyone should act (MC-14): any alert counts. */
export function needsAttention(row: AlertInput, now: number): boolean {
  return alertOf(row, now) !== null;
}

function isOver(since: string | null, now: number): boolean {
  return since !== null && now - Date.parse(since) > PATIENCE_MS;
}
