/** Texts begun and not yet sent, by conversation. In memory only: member content is not written to the browser's disk. */
const drafts = new Map<string, string>();
let owner: string | null = null;

/** Says who is signed in. Drafts outlive a session that ran out, but are not shown to anyone else. */
export function openDraftsOf(agent: string): void {
  if (owner !== agent) drafts.clear();
  owner = agent;
}

/** What was typed for a conversation. */
export function draftOf(conversation: string): string {
  return drafts.get(conversation) ?? "";
}

/** Remembers what is typed. */
export function keepDraft(conversation: string, text: string): void {
  if (text === "") drafts.delete(conversation);
  else drafts.set(conversation, text);
}
