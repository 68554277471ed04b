import { useEffect, useRef, useState } from "preact/hooks";
import { useConsole } from "../../api/context";
import { explain, Problem } from "../../api/problem";
import type { Conversation, Entry } from "../../api/types";
import { Icon } from "../../ui/icon";
import { MessageBar } from "../../ui/message-bar";
import { isSendKey, useGrowing } from "../../ui/text-field";
import { draftOf, keepDraft } from "./drafts";
import { SendKeys } from "./idempotency";
import { ChoosePicture, PicturePreviews } from "./picture-previews";
import { usePictures } from "./use-pictures";
import { useSegments } from "./use-segments";
import { refusalSentence, segmentSentence } from "./wording";
import "./composer.css";

/** The chatbox (EL-04). Until the agent may send, it says why not (MC-31). */
export function Composer(props: {
  conversation: Conversation;
  claiming: boolean;
  onClaim: () => void;
  /** The text stands in the timeline. */
  onSent: (entry: Entry) => void;
  onRefused: () => void;
}) {
  const { conversation, claiming, onClaim, onSent, onRefused } = props;
  const { api } = useConsole();
  const [text, setText] = useState(() => draftOf(conversation.id));
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const keys = useRef(new SendKeys());
  const field = useRef<HTMLTextAreaElement>(null);
  const pictures = usePictures(api, conversation.id);
  const preview = useSegments(api, text, conversation.number);
  const { can_send, can_claim } = conversation;
  const { allowed } = can_send;
  const claimIsMissing = can_send.code === "not_claimed" && can_claim.allowed;
  const fits = preview === null || preview.allowed;
  const something = text.trim() !== "" || pictures.chosen.length > 0;
  const ready = allowed && !sending && fits && something && pictures.ids !== null;

  useGrowing(field, 180, [text, allowed]);

  const wasAllowed = useRef(allowed);
  useEffect(() => {
    // The Claim button has gone and taken the focus along; answering is what comes next.
    if (allowed && !wasAllowed.current && document.activeElement === document.body) field.current?.focus();
    wasAllowed.current = allowed;
  }, [allowed]);

  const type = (value: string) => {
    setText(value);
    keepDraft(conversation.id, value);
  };

  const send = async () => {
    if (!ready || pictures.ids === null) return;
    setSending(true);
    setFailure(null);
    try {
      const ids = pictures.ids;
      const composed = ids.length > 0 ? { text, pictures: ids } : { text };
      const entry = await api.sendText(conversation.id, composed, keys.current.keyFor(text, ids));
      keys.current.clear();
      type("");
      pictures.clear();
      onSent(entry);
    } catch (error) {
      setFailure(explain(error));
      if (!(error instanceof Problem && error.temporary)) keys.current.clear();
      if (error instanceof Problem && error.status === 409) onRefused();
    } finally {
      setSending(false);
      field.current?.focus();
    }
  };

  if (!allowed) {
    return (
      <div class="composer closed-to-me">
        {failure && <MessageBar text={failure} onDismiss={() => setFailure(null)} />}
        <div class="composer-refusal">
          <p id="composer-reason">{can_send.detail ?? "You can't text in this conversation."}</p>
          {claimIsMissing && (
            <button type="button" class="button primary" disabled={claiming} onClick={onClaim}>
              {claiming ? "Claiming" : "Claim to answer"}
            </button>
          )}
        </div>
        <textarea rows={1} disabled value={text} aria-label="Message" aria-describedby="composer-reason" placeholder="Message" />
      </div>
    );
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {failure && <MessageBar text={failure} onDismiss={() => setFailure(null)} />}
      <PicturePreviews pictures={pictures} disabled={sending} />
      <div class="composer-line">
        <ChoosePicture disabled={sending} onChoose={pictures.add} />
        <textarea
          ref={field}
          rows={1}
          value={text}
          readOnly={sending}
          aria-label="Message"
          aria-describedby="composer-count"
          aria-invalid={!fits}
          placeholder="Write a text message"
          onInput={(event) => type(event.currentTarget.value)}
          onPaste={(event) => {
            const files = [...(event.clipboardData?.files ?? [])];
            if (files.length === 0) return;
            event.preventDefault();
            pictures.add(files);
          }}
          onKeyDown={(event) => {
            if (!isSendKey(event)) return;
            event.preventDefault();
            void send();
          }}
        />
        <button type="submit" class="button primary" disabled={!ready}>
          <Icon name="send" />
          {sending ? "Sending" : "Send"}
        </button>
      </div>
      <div class="composer-foot">
        <span id="composer-count" role="status" class={fits ? undefined : "refused"}>
          {preview && (preview.allowed ? segmentSentence(preview) : refusalSentence(preview))}
        </span>
        <span class="composer-hint">Enter sends, Shift+Enter starts a new line. Texts are not encrypted on their way.</span>
      </div>
    </form>
  );
}
