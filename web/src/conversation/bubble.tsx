import type { MessageIn, MessageOut, Notice } from "../api/types";
import { clockTime, exactTime } from "../time/format";
import { Icon } from "../ui/icon";
import { noticeSentence, roleOf, senderName, statusLabel, statusSentence } from "./wording";

/** One message, coloured by whose voice it is. */
export function Bubble(props: {
  entry: MessageIn | MessageOut;
  notice: Notice | null;
  follows: boolean;
  contact: string;
  brand: string;
}) {
  const { entry, notice, follows, contact, brand } = props;
  const sender = entry.kind === "message_in" ? contact : senderName(entry, brand);
  return (
    <li class="bubble-line" data-role={roleOf(entry)} data-follows={follows || undefined}>
      <p class={follows ? "unseen" : "bubble-sender"}>{sender}</p>
      <div class="bubble">
        {entry.kind === "message_in" && <Media entry={entry} />}
        {entry.text ? <p dir="auto">{entry.text}</p> : entry.kind === "message_out" && <p>(no text)</p>}
      </div>
      {entry.kind === "message_in" ? <Received entry={entry} notice={notice} /> : <Delivery entry={entry} />}
    </li>
  );
}

function Media({ entry }: { entry: MessageIn }) {
  if (entry.media.length === 0) return null;
  return (
    <ul class="media">
      {entry.media.map(({ content_type }, index) => (
        <li key={index}>
          <Icon name={content_type?.startsWith("image/") ? "image" : "attach"} />
          {content_type?.startsWith("image/") ? "Picture" : "Attachment"}
          <span>{content_type ?? "unknown type"}</span>
        </li>
      ))}
    </ul>
  );
}

function Received({ entry, notice }: { entry: MessageIn; notice: Notice | null }) {
  return (
    <div class="bubble-foot">
      <time dateTime={entry.at} title={exactTime(entry.at)}>
        {clockTime(entry.at)}
      </time>
      {notice && <span>{noticeSentence(notice)}</span>}
      {entry.opt_out === "hard" && <span class="badge danger">Opt-out</span>}
      {entry.opt_out === "soft" && <span class="badge warn">May be asking to stop: check before you answer</span>}
    </div>
  );
}

function Delivery({ entry }: { entry: MessageOut }) {
  const segments = entry.segments?.carrier_segments;
  return (
    <div class="bubble-foot">
      <time dateTime={entry.at} title={exactTime(entry.at)}>
        {clockTime(entry.at)}
      </time>
      <details class="delivery" data-status={entry.status}>
        <summary>
          <Icon name={statusIcon(entry)} />
          {statusSentence(entry)}
        </summary>
        <ol>
          {entry.history.map((step, index) => (
            <li key={index}>
              <span>{statusLabel(step.status)}</span>
              <time dateTime={step.at}>{exactTime(step.at)}</time>
              {step.reason && <span>{step.reason.detail ?? step.reason.code}</span>}
              {step.attempt !== null && step.attempt > 1 && <span>attempt {step.attempt}</span>}
            </li>
          ))}
          {segments !== undefined && <li>{segments === 1 ? "1 segment" : `${segments} segments`}</li>}
        </ol>
      </details>
    </div>
  );
}

function statusIcon(entry: MessageOut): "check" | "clock" | "alert" | "send" {
  switch (entry.status) {
    case "delivered":
    case "sent":
      return "check";
    case "failed":
    case "cancelled":
      return "alert";
    case "sending":
      return "send";
    default:
      return "clock";
  }
}
