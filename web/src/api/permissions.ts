import type { ApplicationPerson, Attachment, Conversation, Me } from "./types";

// What the pages offer. The server decides whether what they ask for is done; what it does not tell beforehand is
// guessed here and nowhere else.

/** Which pages of the console, and what on them. */
export interface Permissions {
  seeTriggers: boolean;
  editTriggers: boolean;
}

/** What the signed-in agent is offered. */
export function permissionsOf({ agent: { roles } }: Me): Permissions {
  const admin = roles.includes("admin");
  return { seeTriggers: admin || roles.includes("supervisor"), editTriggers: admin };
}

/** What can be done with a conversation. */
export interface ConversationPermissions {
  claim: boolean;
  close: boolean;
  /** Whether the agent may text, and why not. */
  send: { allowed: boolean; why: string | null };
  /** Whether to claim it is all that sending needs. */
  claimToSend: boolean;
}

/** What the signed-in agent is offered with a conversation (MC-31). */
export function conversationPermissions({ state, agent, can_send }: Conversation): ConversationPermissions {
  const open = state === "open";
  const claim = open && agent === null;
  return {
    claim,
    close: open,
    send: { allowed: can_send.allowed, why: can_send.detail },
    claimToSend: claim && can_send.code === "not_claimed",
  };
}

/** What can be done with someone on an application. */
export interface PersonPermissions {
  text: boolean;
  askForConsent: boolean;
  recordConsent: boolean;
}

/** What is offered with someone on an application. Without a number nothing is (IN-05). */
export function personPermissions({ number }: Pick<ApplicationPerson, "number">): PersonPermissions {
  const reached = number !== null;
  return { text: reached, askForConsent: reached, recordConsent: reached };
}

/** What can be done with an attachment. */
export interface AttachmentPermissions {
  download: boolean;
  retry: boolean;
}

/** What is offered with an attachment (EL-21). */
export function attachmentPermissions({ downloadable, state }: Pick<Attachment, "downloadable" | "state">): AttachmentPermissions {
  return { download: downloadable, retry: state === "failed" };
}
