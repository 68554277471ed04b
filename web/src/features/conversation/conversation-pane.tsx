import { useEffect, useRef, useState } from "preact/hooks";
import { useConsole } from "../../api/context";
import { explain, Problem } from "../../api/problem";
import type { Conversation, Entry, Task } from "../../api/types";
import { unchanged } from "../../api/unchanged";
import { usePoll, type Pace } from "../../time/use-poll";
import { MessageBar } from "../../ui/message-bar";
import { formatPhone } from "../../ui/phone-number";
import { Toast } from "../../ui/toast";
import { ApplicationPanel } from "../application/application-panel";
import { AttachmentContext } from "./attachment-actions";
import { Composer } from "./composer";
import { ConversationHeader } from "./conversation-header";
import { OptOutQuestion } from "./opt-out-question";
import { fingerprint } from "./thumbnails";
import { unread, withEntry, withNewest, withOlder } from "./timeline";
import { TimelineView } from "./timeline-view";
import { useArrivals } from "./use-arrivals";
import { useAttachments } from "./use-attachments";
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
  /** Shows another conversation. */
  onOpen: (conversation: string) => void;
  /** Whether the application is shown beside the conversation. */
  panel: boolean;
  onPanel: (shown: boolean) => void;
}) {
  const { id, onBack, onTitle, onChanged, onOpen, panel, onPanel } = props;
  const { api, me } = useConsole();
  const [conversation, setConversation] = useState<Conversation | null>(null);
  const [timeline, setTimeline] = useState(unread);
  const [loadingOlder, setLoadingOlder] = useState(false);
  const [busy, setBusy] = useState<"claim" | "close" | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const panelButton = useRef<HTMLButtonElement>(null);
  const rounds = useRef({ count: 0, newest: "" });
  const announcement = useArrivals(timeline, me.agent.id);

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

  const contact = conversation ? (conversation.name ?? formatPhone(conversation.customer)) : "";
  useEffect(() => onTitle(contact || null), [contact]);

  const refresh = () => {
    rounds.current.count = 0;
    polling.now();
    onChanged();
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

  const { failure } = polling;
  if (!conversation) return <Unready failure={failure} onBack={onBack} />;
  const { application, task } = conversation;
  const replace = (read: Conversation) => {
    setConversation(read);
    refresh();
  };
  return (
    <div class="conversation-with-panel" data-panel={(panel && application != null) || undefined}>
      <article class="conversation" aria-label={`Conversation with ${contact}`}>
        <ConversationHeader
          conversation={conversation}
          busy={busy}
          panel={application == null ? null : panel}
          onPanel={onPanel}
          panelButton={panelButton}
          onBack={onBack}
          onClaim={() => void act("claim")}
          onClose={() => void act("close")}
          onSaved={replace}
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
        {task && isQuestion(task) && (
          <OptOutQuestion
            key={task.message}
            kind={task.kind}
            text={textOf(timeline.entries, task.message)}
            onAnswer={async (answer) => replace(await api.answerOptOutQuestion(id, answer))}
          />
        )}
        <AttachmentContext.Provider value={attachments.actions}>
          <TimelineView
            timeline={timeline}
            conversation={id}
            contact={contact}
            brand={me.organisation.brand}
            loadingOlder={loadingOlder}
            onOlder={() => void loadOlder()}
          />
        </AttachmentContext.Provider>
        <div class="toast-anchor">
          <Toast text={attachments.toast} onDone={attachments.dismissToast} />
        </div>
        <Composer
          conversation={conversation}
          claiming={busy === "claim"}
          onClaim={() => void act("claim")}
          onSent={addEntry}
          onRefused={refresh}
        />
        <p class="unseen" role="status">
          {announcement}
        </p>
      </article>
      {panel && application && (
        <ApplicationPanel
          key={application.id}
          link={application}
          agent={conversation.agent?.id ?? null}
          onOpen={onOpen}
          onClose={() => {
            onPanel(false);
            panelButton.current?.focus();
          }}
        />
      )}
    </div>
  );
}

/** Whether this page can put the question. Newer servers may ask more. */
function isQuestion(task: Task): task is Task & { kind: "looks_like_opt_out" | "wrong_number" } {
  return task.kind === "looks_like_opt_out" || task.kind === "wrong_number";
}

/** What a message says, if it has been read. */
function textOf(entries: readonly Entry[], message: string): string | null {
  const entry = entries.find(({ id }) => id === message);
  return entry?.kind === "message_in" ? entry.text : null;
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
