import type { Ability } from "../types";

/** Something that the caller may do. */
export const sampleAllowed: Ability = { allowed: true, code: null, detail: null };

/** Something that they may not do now. */
export function sampleRefused(code: string, detail: string): Ability {
  return { allowed: false, code, detail };
}
