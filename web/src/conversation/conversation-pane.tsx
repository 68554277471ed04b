import { useEffect, useRef, useState } from "preact/hooks";
import { explain, Problem } from "../api/problem";
import type { Conversation } from "../api/types";
import { useConsole } from "../console/context";
import { usePoll, type Pace } from "../time/use-poll";
import { MessageBar } from "../ui/message-bar";
import { formatPhone } from "../ui/phone-number";
import { Composer } from "./composer";
import { ConversationHeader } from "./conversation-header";
import { unread, withEntry, withNewest, withOlder } from "./timeline";
import { TimelineView } from "./timeline-view";
import { useArrivals } from "./use-arrivals";
import "./conversation.css";

const PAGE = 40;
const PACE: Pace = { interval: 2_000, longest: 30_000 };
/** The conversation itself is read again when its timeline has changed, and every so many rounds regardless. */
const DETAIL_EVERY = 5;

/** The right-hand side: one conversation, kept up to date. */
export function ConversationPane(props: {
  id: string;
  onBack: () => void;
  onTitle: (title: string | null) => void;
  onChanged: () => void;
}) {
  const { id, onBack, onTitle, onChanged } = props;
  const { api, me } = useConsole();
  const [conversation, setConversation] = useState<Conversation | null>(null);
  const [timeline, setTimeline] = useState(unread);
  const [loadingOlder, setLoadingOlder] = useState(false);
  const [busy, setBusy] = useState<"claim" | "close" | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const rounds = useRef({ count: 0, newest: "" });
  const announcement = useArrivals(timeline, me.agent.id);

  const polling = usePoll(id, PACE, async (signal) => {
    const wantDetail = rounds.current.count % DETAIL_EVERY === 0;
    const [page, detail] = await Promise.all([
      api.timeline(id, { limit: PAGE }, signal),
      wantDetail ? api.conversation(id, signal) : null,
    ]);
    const newest = JSON.stringify(page.items);
    const changed = newest !== rounds.current.newest;
    const read = detail ?? (changed ? await api.conversation(id, signal) : null);
    rounds.current = { count: rounds.current.count + 1, newest };
    setTimeline((before) => withNewest(before, page));
    if (read) setConversation((before) => (JSON.stringify(before) === JSON.stringify(read) ? before : read));
  });

  // The inbox shows these too, and should not say otherwise until its own next round.
  const standing = conversation && `${conversation.state} ${conversation.agent?.id} ${conversation.messages}`;
  const stood = useRef(standing);
  useEffect(() => {
    if (stood.current !== null && stood.current !== standing) onChanged();
    stood.current = standing;
  }, [standing]);

  const contact = conversation ? (conversation.name ?? formatPhone(conversation.customer)) : "";
  useEffect(() => onTitle(contact || null), [contact]);

  const refresh = () => {
    rounds.current.count = 0;
    polling.now();
    onChanged();
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
      setTimeline((before) => (before.olderCursor === cursor ? withOlder(before, page) : before));
    } catch (error) {
      setNotice(explain(error));
    } finally {
      setLoadingOlder(false);
    }
  };

  const { failure } = polling;
  if (!conversation) return <Unready failure={failure} onBack={onBack} />;
  return (
    <article class="conversation" aria-label={`Conversation with ${contact}`}>
      <ConversationHeader
        conversation={conversation}
        busy={busy}
        onBack={onBack}
        onClaim={() => void act("claim")}
        onClose={() => void act("close")}
        onSaved={(saved) => {
          setConversation(saved);
          refresh();
        }}
      />
      {failure !== null && (
        <div class="conversation-notice">
          <MessageBar tone="warn" text={explain(failure)} />
        </div>
      )}
      {notice && (
        <div class="conversation-notice">
          <MessageBar text={notice} onDismiss={() => setNotice(null)} />
        </div>
      )}
      <TimelineView
        timeline={timeline}
        conversation={id}
        contact={contact}
        brand={me.organisation.brand}
        loadingOlder={loadingOlder}
        onOlder={() => void loadOlder()}
      />
      <Composer
        conversation={conversation}
        claiming={busy === "claim"}
        onClaim={() => void act("claim")}
        onSent={(message) => {
          setTimeline((before) => withEntry(before, message));
          refresh();
        }}
        onRefused={refresh}
      />
      <p class="unseen" role="status">
        {announcement}
      </p>
    </article>
  );
}

function Unready({ failure, onBack }: { failure: unknown; onBack: () => void }) {
  if (failure === null) return <div class="empty" aria-busy="true" />;
  const missing = failure instanceof Problem && failure.status === 404;
  return (
    <div class="empty" role="alert">
      <strong>{missing ? "Conversation not found" : "This conversation can't be shown"}</strong>
      <p>{missing ? "It doesn't exist, or belongs to a team that you are not in." : explain(failure)}</p>
      <button type="button" class="button" onClick={onBack}>
        Back to the list
      </button>
    </div>
  );
}
