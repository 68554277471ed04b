import { useEffect, useRef, useState } from "preact/hooks";
import { explain } from "../../api/problem";
import type { AgentApi } from "../../api/queries";
import type { Conversation, Entry } from "../../api/types";
import { unchanged } from "../../api/unchanged";
import { usePoll, type Pace } from "../../time/use-poll";
import { fingerprint } from "./thumbnails";
import { unread, withEntry, withNewest, withOlder, type Timeline } from "./timeline";
import { useAttachments, type Attachments } from "./use-attachments";

const PAGE = 40;
const PACE: Pace = { interval: 2_000, longest: 30_000 };
/** The conversation itself is read again when its timeline has changed, and every so many rounds regardless. */
const DETAIL_EVERY = 5;

/** A conversation as far as it was read, and what is done in it. */
export interface OpenConversation {
  /** Null until it was read. */
  conversation: Conversation | null;
  timeline: Timeline;
  attachments: Attachments;
  /** What the last poll failed with. */
  pollFailure: unknown;
  /** What went wrong with what was done last, for people. */
  notice: string | null;
  dismissNotice: () => void;
  /** What is under way. */
  busy: "claim" | "close" | null;
  claim: () => void;
  close: () => void;
  loadingOlder: boolean;
  loadOlder: () => void;
  /** Shows what a command answered with, at once. */
  replace: (conversation: Conversation) => void;
  addEntry: (entry: Entry) => void;
  /** Reads all of it again. */
  refresh: () => void;
}

/** Keeps a conversation up to date; `onChanged` is told when the inbox should look different too. */
export function useConversation(api: AgentApi, id: string, onChanged: () => void): OpenConversation {
  const [conversation, setConversation] = useState<Conversation | null>(null);
  const [timeline, setTimeline] = useState(unread);
  const [loadingOlder, setLoadingOlder] = useState(false);
  const [busy, setBusy] = useState<"claim" | "close" | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const rounds = useRef({ count: 0, newest: "" });

  const attachments = useAttachments({
    api,
    conversation: id,
    pageSize: PAGE,
    onEntry: (entry) => addEntry(entry),
    onFailure: setNotice,
  });

  const polling = usePoll(id, PACE, async (signal) => {
    const wantDetail = rounds.current.count % DETAIL_EVERY === 0;
    const [page, detail] = await Promise.all([
      api.timeline(id, { limit: PAGE }, signal),
      wantDetail ? api.conversation(id, signal) : null,
    ]);
    attachments.read(page, null);
    const newest = fingerprint(page.items);
    const changed = newest !== rounds.current.newest;
    const read = detail ?? (changed ? await api.conversation(id, signal) : null);
    rounds.current = { count: rounds.current.count + 1, newest };
    setTimeline((before) => withNewest(before, page));
    if (read) setConversation((before) => unchanged(before, read));
  });

  // The inbox shows these too, and should not say otherwise until its own next round.
  const summary = conversation && `${conversation.state} ${conversation.agent?.id} ${conversation.messages}`;
  const lastSummary = useRef(summary);
  useEffect(() => {
    if (lastSummary.current !== null && lastSummary.current !== summary) onChanged();
    lastSummary.current = summary;
  }, [summary]);

  const refresh = () => {
    rounds.current.count = 0;
    polling.now();
    onChanged();
  };
  const replace = (read: Conversation) => {
    setConversation(read);
    refresh();
  };
  const addEntry = (entry: Entry) => {
    setTimeline((before) => withEntry(before, entry));
    refresh();
  };

  const act = async (kind: "claim" | "close") => {
    setBusy(kind);
    setNotice(null);
    try {
      setConversation(kind === "claim" ? await api.claim(id) : await api.close(id));
    } catch (error) {
      setNotice(explain(error));
    } finally {
      setBusy(null);
      refresh();
    }
  };

  const loadOlder = async () => {
    const cursor = timeline.olderCursor;
    if (cursor === null || loadingOlder) return;
    setLoadingOlder(true);
    try {
      const page = await api.timeline(id, { limit: PAGE, cursor });
      attachments.read(page, cursor);
      setTimeline((before) => (before.olderCursor === cursor ? withOlder(before, page) : before));
    } catch (error) {
      setNotice(explain(error));
    } finally {
      setLoadingOlder(false);
    }
  };

  return {
    conversation,
    timeline,
    attachments,
    pollFailure: polling.failure,
    notice,
    dismissNotice: () => setNotice(null),
    busy,
    claim: () => void act("claim"),
    close: () => void act("close"),
    loadingOlder,
    loadOlder: () => void loadOlder(),
    replace,
    addEntry,
    refresh,
  };
}
