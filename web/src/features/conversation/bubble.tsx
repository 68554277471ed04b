import type { MessageIn, MessageOut, Notice, Reaction, Routing, SendStatus } from "../../api/types";
import { clockTime, exactTime } from "../../time/format";
import { Icon, type IconName } from "../../ui/icon";
import { segmentCount } from "../../ui/words";
import { AttachmentList } from "./attachment-list";
import { groupSentence, missingSentence, noticeSentence, reactionSentence, roleOf, senderName, statusLabel, statusSentence } from "./wording";

/** One message, coloured by whose voice it is. */
export function Bubble(props: {
  entry: MessageIn | MessageOut;
  notice: Notice | null;
  follows: boolean;
  routing: Routing | null;
  /** The emoji that the member reacted to it with. */
  reactions: readonly string[];
  contact: string;
  brand: string;
}) {
  const { entry, notice, follows, routing, reactions, contact, brand } = props;
  const reaction = entry.kind === "message_in" ? entry.reaction : null;
  const sender = entry.kind === "message_in" ? contact : senderName(entry, brand);
  return (
    <li class="bubble-line" data-role={roleOf(entry)} data-follows={follows || undefined}>
      <p class={follows ? "unseen" : "bubble-sender"}>{sender}</p>
      <AttachmentList entry={entry} contact={contact} />
      {reaction && <ReactionLine reaction={reaction} text={entry.text} />}
      {!reaction && (entry.text || (entry.kind === "message_in" && entry.subject) || entry.attachments.length === 0) && (
        <div class="bubble">
          {entry.kind === "message_in" && entry.subject && (
            <p dir="auto" class="bubble-subject">
              Subject: {entry.subject}
            </p>
          )}
          <p dir="auto">{entry.text || "(no text)"}</p>
        </div>
      )}
      {reactions.length > 0 && (
        <p class="bubble-reactions">
          <span class="unseen">{contact} reacted: </span>
          {reactions.join(" ")}
        </p>
      )}
      {entry.kind === "message_in" ? <Received entry={entry} notice={notice} routing={routing} /> : <Delivery entry={entry} />}
    </li>
  );
}

/** A reaction that a phone sent as a text. The text as it came is one press away. */
function ReactionLine({ reaction, text }: { reaction: Reaction; text: string | null }) {
  return (
    <details class="reaction" data-removed={reaction.removed || undefined}>
      <summary>
        {reaction.emoji && <span aria-hidden="true">{reaction.emoji}</span>}
        <span dir="auto">{reactionSentence(reaction)}</span>
      </summary>
      <p dir="auto">As it came: {text}</p>
    </details>
  );
}

function Received({ entry, notice, routing }: { entry: MessageIn; notice: Notice | null; routing: Routing | null }) {
  return (
    <div class="bubble-foot">
      <time dateTime={entry.at} title={exactTime(entry.at)}>
        {clockTime(entry.at)}
      </time>
      {notice && <span>{noticeSentence(notice)}</span>}
      {routing && <Placed routing={routing} />}
      {entry.others.length > 0 && <span class="badge warn">{groupSentence(entry.others)}</span>}
      {entry.missing_media > 0 && <span class="badge warn">{missingSentence(entry.missing_media)}</span>}
      {entry.answered_by_carrier && <span>The carrier answered it</span>}
      {entry.opt_out === "hard" && <span class="badge danger">Opt-out</span>}
      {entry.opt_out === "soft" && <span class="badge warn">May be asking to stop: check before you answer</span>}
      {entry.wrong_number && <span class="badge warn">Wrong number: it may have a new owner</span>}
    </div>
  );
}

/** Why the text belongs to this application, and which others it could have belonged to. */
function Placed({ routing }: { routing: Routing }) {
  if (routing.lost.length === 0) return <span>{routing.words}</span>;
  return (
    <details class="placed">
      <summary>
        <Icon name="flow" />
        {routing.words}
      </summary>
      <ul aria-label="Not chosen">
        {routing.lost.map(({ los_id, words }) => (
          <li key={los_id}>
            <span>{los_id}</span> {words}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Delivery({ entry }: { entry: MessageOut }) {
  return (
    <div class="bubble-foot">
      <time dateTime={entry.at} title={exactTime(entry.at)}>
        {clockTime(entry.at)}
      </time>
      <details class="delivery" data-status={entry.status}>
        <summary>
          <Icon name={statusIcons[entry.status]} />
          {statusSentence(entry)}
        </summary>
        <ol>
          {entry.history.map((step, index) => (
            <li key={index}>
              <span>{statusLabel(step.status)}</span>
              <time dateTime={step.at}>{exactTime(step.at)}</time>
              {step.reason && <span>{step.reason.detail}</span>}
              {step.attempt !== null && step.attempt > 1 && <span>attempt {step.attempt}</span>}
            </li>
          ))}
          <li>{segmentCount(entry.segments.carrier_segments)}</li>
        </ol>
      </details>
    </div>
  );
}

const statusIcons: Record<SendStatus, IconName> = {
  queued: "clock",
  deferred: "clock",
  sending: "send",
  sent: "check",
  delivered: "check",
  failed: "alert",
  cancelled: "alert",
};
