/** A picture chosen for a text that is not sent yet. */
export interface ChosenPicture {
  /** Tells it from the others on this page. */
  key: string;
  name: string;
  bytes: number;
  /** Where the browser shows it from. */
  preview: string;
  /** The server's id, once it has taken the picture. */
  id: string | null;
  /** Why the server did not take it. */
  refusal: string | null;
}

/** Texts begun and not yet sent, by conversation. In memory only: member content is not written to the browser's disk. */
const drafts = new Map<string, string>();
const pictures = new Map<string, readonly ChosenPicture[]>();
let owner: string | null = null;

/** Says who is signed in. Drafts outlive a session that ran out, but are not shown to anyone else. */
export function openDraftsOf(agent: string): void {
  if (owner !== agent) {
    drafts.clear();
    for (const conversation of [...pictures.keys()]) keepPictures(conversation, []);
  }
  owner = agent;
}

/** Whether anything was begun that is not sent yet. */
export function hasDrafts(): boolean {
  return drafts.size > 0 || pictures.size > 0;
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

/** The pictures chosen for a conversation. */
export function picturesOf(conversation: string): readonly ChosenPicture[] {
  return pictures.get(conversation) ?? [];
}

/** Remembers what is chosen, and lets the browser forget what no longer is. */
export function keepPictures(conversation: string, chosen: readonly ChosenPicture[]): void {
  for (const { key, preview } of picturesOf(conversation)) {
    if (!chosen.some((one) => one.key === key)) URL.revokeObjectURL(preview);
  }
  if (chosen.length === 0) pictures.delete(conversation);
  else pictures.set(conversation, chosen);
}
