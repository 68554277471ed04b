import { isRecord } from "../api/record";
import { keep, kept } from "./tab-storage";

/** A sign-in that the browser has left for. */
export interface Pending {
  state: string;
  nonce: string;
  /** The secret of PKCE: whoever has only the code can do nothing with it. */
  verifier: string;
  /** The address to go on to, on this origin. */
  to: string;
  /** When it began, in milliseconds since the epoch. */
  at: number;
}

/** After this long one starts over. */
export const LONGEST_MS = 10 * 60_000;

const PENDING_KEY = "memberline.sign-in";
const GOAL_KEY = "memberline.sign-in.goal";

/** Keeps it in this tab, until the browser comes back; whether it could be kept. */
export function keepPending(pending: Pending): boolean {
  return keep(PENDING_KEY, JSON.stringify(pending));
}

/** The sign-in that this tab left for. It is forgotten with that: nothing comes back twice. */
export function takePending(): Pending | null {
  try {
    const value: unknown = JSON.parse(take(PENDING_KEY) ?? "null");
    return isPending(value) ? value : null;
  } catch {
    return null;
  }
}

/** Keeps where to go on after signing out and in again. */
export function keepGoal(to: string): void {
  keep(GOAL_KEY, to);
}

/** Where to go on, if that was kept. */
export function takeGoal(): string | null {
  const goal = take(GOAL_KEY);
  return goal !== null && isOwnAddress(goal) ? goal : null;
}

/** Whether it is an address of this origin, and no other's that looks like one (`//evil.example`). */
function isOwnAddress(to: string): boolean {
  return /^\/(?![/\\])[^\\]*$/.test(to);
}

function isPending(value: unknown): value is Pending {
  if (!isRecord(value)) return false;
  const { state, nonce, verifier, to, at } = value;
  const texts = [state, nonce, verifier].every((one) => typeof one === "string" && one !== "");
  return texts && typeof to === "string" && isOwnAddress(to) && typeof at === "number";
}

function take(key: string): string | null {
  const value = kept(key);
  keep(key, null);
  return value;
}
