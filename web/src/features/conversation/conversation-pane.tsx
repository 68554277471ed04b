import { useEffect, useRef } from "preact/hooks";
import { useConsole } from "../../api/context";
import { explain, Problem } from "../../api/problem";
import type { Entry, Task } from "../../api/types";
import { MessageBar } from "../../ui/message-bar";
import { formatPhone } from "../../ui/phone-number";
import { Toast } from "../../ui/toast";
import { ApplicationPanel } from "../application/application-panel";
import { AttachmentContext } from "./attachment-actions";
import { Composer } from "./composer";
import { ConversationHeader } from "./conversation-header";
import { OptOutQuestion } from "./opt-out-question";
import { TimelineView } from "./timeline-view";
import { useArrivals } from "./use-arrivals";
import { useConversation } from "./use-conversation";
import "./conversation.css";

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
  const panelButton = useRef<HTMLButtonElement>(null);
  const open = useConversation(api, id, onChanged);
  const { conversation, timeline, attachments, pollFailure, notice, busy } = open;
  const announcement = useArrivals(timeline, me.agent.id);
  const contact = conversation ? (conversation.name ?? formatPhone(conversation.customer)) : "";
  useEffect(() => onTitle(contact || null), [contact]);

  if (!conversation) return <Unready failure={pollFailure} onBack={onBack} />;
  const { application, task, can_settle } = conversation;
  return (
    <div class="conversation-with-panel" data-panel={(panel && application !== null) || undefined}>
      <article class="conversation" aria-label={`Conversation with ${contact}`}>
        <ConversationHeader
          conversation={conversation}
          busy={busy}
          panel={application === null ? null : panel}
          onPanel={onPanel}
          panelButton={panelButton}
          onBack={onBack}
          onClaim={open.claim}
          onClose={open.close}
          onSaved={open.replace}
        />
        {pollFailure !== null && (
          <div class="conversation-notice">
            <MessageBar tone="warn" text={explain(pollFailure)} />
          </div>
        )}
        {notice && (
          <div class="conversation-notice">
            <MessageBar text={notice} onDismiss={open.dismissNotice} />
          </div>
        )}
        {task && can_settle.allowed && isQuestion(task) && (
          <OptOutQuestion
            key={task.message}
            kind={task.kind}
            text={textOf(timeline.entries, task.message)}
            onAnswer={async (answer) => open.replace(await api.answerOptOutQuestion(id, answer))}
          />
        )}
        <AttachmentContext.Provider value={attachments.actions}>
          <TimelineView
            timeline={timeline}
            conversation={id}
            contact={contact}
            brand={me.organisation.brand}
            loadingOlder={open.loadingOlder}
            onOlder={open.loadOlder}
          />
        </AttachmentContext.Provider>
        <div class="toast-anchor">
          <Toast text={attachments.toast} onDone={attachments.dismissToast} />
        </div>
        <Composer
          conversation={conversation}
          claiming={busy === "claim"}
          onClaim={open.claim}
          onSent={open.addEntry}
          onRefused={open.refresh}
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
