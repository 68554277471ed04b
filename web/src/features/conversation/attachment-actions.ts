import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** What can be done with an attachment of the conversation that is shown. */
export interface AttachmentActions {
  /** Presses Secure Download (EL-21): the link goes to the agent by email. */
  download: (message: string, index: number) => Promise<void>;
  /** Has the carrier asked once more. */
  retry: (message: string, index: number) => Promise<void>;
  /** An address of a thumbnail whose address no longer works; null when there is none. */
  freshThumbnail: (stale: string, message: string, index: number) => Promise<string | null>;
}

export const AttachmentContext = createContext<AttachmentActions | null>(null);

/** The actions; only inside {@link AttachmentContext}. */
export function useAttachmentActions(): AttachmentActions {
  const value = useContext(AttachmentContext);
  if (!value) throw new Error("Attachments belong inside a conversation.");
  return value;
}
