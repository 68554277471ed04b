import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { explain } from "../api/problem";
import { clock } from "../time/clock";
import { clockTime, dayHeading, isNewDay } from "../time/format";
import { useNow } from "../time/use-now";
import { Icon } from "../ui/icon";
import { formatPhone } from "../ui/phone-number";
import { isFromMember, plainStatus, type HandsetMessage, type Member, type OurNumber } from "./handset-api";

const SAMPLE_PICTURE = "/sample-pay-stub.jpg";
const QUICK = ["STOP", "START", "HELP"];

/** A phone with one exchange open. */
export function Phone(props: {
  number: OurNumber;
  owner: Member;
  messages: HandsetMessage[] | null;
  onText: (text: string, media?: string[]) => Promise<void>;
}) {
  const { number, owner, messages, onText } = props;
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const now = useNow(10_000);
  const list = useRef<HTMLOListElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const count = messages?.length ?? 0;

  const toBottom = () => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  };
  useLayoutEffect(toBottom, [count, failure]);

  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight + 2, 120)}px`;
  }, [text]);

  const send = async (body: string, media?: string[]) => {
    setBusy(true);
    setFailure(null);
    try {
      await onText(body, media);
      if (body === text) setText("");
    } catch (error) {
      setFailure(explain(error));
    } finally {
      setBusy(false);
      field.current?.focus();
    }
  };

  return (
    <div class="phone">
      <section class="screen" aria-label={`${owner.name}'s phone`}>
        <div class="phone-status" aria-hidden="true">
          <span>{clockTime(new Date(now).toISOString())}</span>
          <span class="phone-signal">
            <i />
            <i />
            <i />
            <i />
            <b />
          </span>
        </div>
        <header class="phone-head">
          <span class="avatar" aria-hidden="true">
            {number.label.charAt(0)}
          </span>
          <h2>{number.label}</h2>
          <p>{formatPhone(number.number)}</p>
        </header>
        <ol class="phone-messages" ref={list} aria-label="Messages" aria-live="polite" tabIndex={0}>
          {messages?.length === 0 && <li class="phone-empty">No messages yet. Say hello.</li>}
          {messages?.map((message, index) => (
            <PhoneMessage key={message.id} message={message} before={messages[index - 1]} onPicture={toBottom} />
          ))}
        </ol>
        {failure && (
          <p class="phone-failure" role="alert">
            {failure}
          </p>
        )}
        <div class="phone-quick" role="group" aria-label="Quick texts">
          {QUICK.map((word) => (
            <button key={word} type="button" disabled={busy} onClick={() => void send(word)}>
              {word}
            </button>
          ))}
        </div>
        <form
          class="phone-composer"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== "" && !busy) void send(text);
          }}
        >
          <button
            type="button"
            class="icon-button"
            aria-label="Send the sample picture"
            title="Send the sample picture"
            disabled={busy}
            onClick={() => void send(text, [new URL(SAMPLE_PICTURE, location.href).href])}
          >
            <Icon name="image" />
          </button>
          <textarea
            ref={field}
            rows={1}
            value={text}
            aria-label="Text message"
            placeholder="Text message"
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
              event.preventDefault();
              event.currentTarget.form?.requestSubmit();
            }}
          />
          <button type="submit" class="phone-send" aria-label="Send" disabled={busy || text.trim() === ""}>
            <Icon name="send" />
          </button>
        </form>
      </section>
    </div>
  );
}

function PhoneMessage(props: {
  message: HandsetMessage;
  before: HandsetMessage | undefined;
  /** A picture has loaded and takes its room. */
  onPicture: () => void;
}) {
  const { message, before, onPicture } = props;
  const mine = isFromMember(message);
  return (
    <>
      {(!before || isNewDay(message.at, before.at)) && (
        <li class="phone-day">{dayHeading(message.at, clock.now())}</li>
      )}
      <li class="phone-message" data-mine={mine || undefined} data-status={message.status ?? undefined}>
        <span class="unseen">{mine ? "You:" : "Credit union:"}</span>
        <div>
          {message.media?.map((medium) => {
            const url = typeof medium === "string" ? medium : medium.url;
            return <img key={url} src={sameOrigin(url)} alt="Picture" onLoad={onPicture} />;
          })}
          {message.text && <p dir="auto">{message.text}</p>}
        </div>
        <small>
          {clockTime(message.at)}
          {message.status && ` · ${plainStatus(message.status)}`}
        </small>
      </li>
    </>
  );
}

/** The page shows pictures of its own origin only; the carrier may name that origin differently. */
function sameOrigin(url: string): string {
  try {
    return new URL(url, location.href).pathname;
  } catch {
    return "";
  }
}
