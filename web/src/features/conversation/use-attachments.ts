import { useMemo, useRef, useState } from "preact/hooks";
import { explain } from "../../api/problem";
import type { AgentApi } from "../../api/queries";
import type { Entry, EntryPage } from "../../api/types";
import type { AttachmentActions } from "./attachment-actions";
import { ThumbnailAddresses } from "./thumbnails";
import { linkSentence } from "./wording";

/** What a conversation does with its attachments. */
export interface Attachments {
  actions: AttachmentActions;
  /** Says that a page of the timeline was read, and where it began. */
  read: (page: EntryPage, cursor: string | null) => void;
  /** What came of the last press of Secure Download. */
  toast: string | null;
  dismissToast: () => void;
}

/** Links, retries and thumbnails of one conversation. */
export function useAttachments(props: {
  api: AgentApi;
  conversation: string;
  pageSize: number;
  onEntry: (entry: Entry) => void;
  onFailure: (sentence: string) => void;
}): Attachments {
  const { api, conversation, pageSize } = props;
  const latest = useRef(props);
  latest.current = props;
  const addresses = useRef(new ThumbnailAddresses());
  const cursors = useRef(new Set<string>());
  const rereading = useRef<Promise<void> | null>(null);
  const [toast, setToast] = useState<string | null>(null);

  const stable = useMemo(() => {
    const read = (page: EntryPage, cursor: string | null) => {
      addresses.current.learn(page.items);
      if (cursor !== null) cursors.current.add(cursor);
    };
    // Polls renew the newest page's addresses only.
    const reread = async () => {
      for (const cursor of cursors.current) {
        read(await api.timeline(conversation, { limit: pageSize, cursor }), cursor);
      }
    };
    const actions: AttachmentActions = {
      download: async (message, index) => {
        try {
          setToast(linkSentence(await api.secureDownload(message, index)));
        } catch (error) {
          latest.current.onFailure(explain(error));
        }
      },
      retry: async (message, index) => {
        try {
          latest.current.onEntry(await api.retryAttachment(message, index));
        } catch (error) {
          latest.current.onFailure(explain(error));
        }
      },
      freshThumbnail: async (stale, message, index) => {
        const known = addresses.current.after(stale, message, index);
        if (known !== null) return known;
        rereading.current ??= reread().finally(() => (rereading.current = null));
        await rereading.current.catch(() => {});
        return addresses.current.after(stale, message, index);
      },
    };
    return { actions, read, dismissToast: () => setToast(null) };
  }, [api, conversation, pageSize]);
  return { ...stable, toast };
}
