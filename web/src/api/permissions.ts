import type { Me } from "./types";

/** Which pages and buttons are offered. The server decides whether what they ask for is done. */
export interface May {
  seeTriggers: boolean;
  editTriggers: boolean;
}

/** What the signed-in agent's roles are offered. */
export function mayOf({ agent: { roles } }: Me): May {
  const admin = roles.includes("admin");
  return { seeTriggers: admin || roles.includes("supervisor"), editTriggers: admin };
}
