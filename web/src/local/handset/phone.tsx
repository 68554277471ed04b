import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { clockTime } from "../../time/format";
import { useNow } from "../../time/use-now";
import { Icon } from "../../ui/icon";
import { formatPhone } from "../../ui/phone-number";
import { isSendKey, useGrowing } from "../../ui/text-field";
import { useAction } from "../../ui/use-action";
import { attach, eicarFile, type Attached } from "./attached";
import type { HandsetMessage, Member, OurNumber, Sample } from "./handset-api";
import { PhoneMessage } from "./phone-message";
import { PictureChoice } from "./picture-choice";
import "./phone.css";

const QUICK = ["STOP", "START", "HELP"];

/** A phone with one exchange open. */
export function Phone(props: {
  number: OurNumber;
  owner: Member;
  messages: HandsetMessage[] | null;
  samples: Sample[];
  onText: (text: string, media: Attached[]) => Promise<void>;
}) {
  const { number, owner, messages, samples, onText } = props;
  const [text, setText] = useState("");
  const { busy, failure, run } = useAction();
  const [choosing, setChoosing] = useState(false);
  const now = useNow(10_000);
  const list = useRef<HTMLOListElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const count = messages?.length ?? 0;

  const toBottom = () => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  };
  useLayoutEffect(toBottom, [count, failure]);

  useGrowing(field, 120, [text]);

  const send = async (body: string, media: (string | Blob)[] = []) => {
    setChoosing(false);
    await run(async () => {
      await onText(body, await Promise.all(media.map((one) => (typeof one === "string" ? one : attach(one)))));
      if (body === text) setText("");
    });
    field.current?.focus();
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
        {choosing ? (
          <PictureChoice
            samples={samples}
            disabled={busy}
            onChoose={(media) => void send(text, media)}
            onTestVirus={() => void send(text, [eicarFile()])}
          />
        ) : (
          <div class="phone-quick" role="group" aria-label="Quick texts">
            {QUICK.map((word) => (
              <button key={word} type="button" disabled={busy} onClick={() => void send(word)}>
                {word}
              </button>
            ))}
          </div>
        )}
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
            aria-label="Send a picture"
            aria-expanded={choosing}
            aria-controls="samples"
            onClick={() => setChoosing(!choosing)}
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
              if (!isSendKey(event)) return;
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
