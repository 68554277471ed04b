import type { Attachment, Claimed, Conversation, DownloadLink, MessageIn, MessageOut, Notice, Reaction, Row, SegmentPreview } from "../types";
import { sampleAllowed, sampleRefused } from "./ability";

const at = "2026-03-01T12:00:00Z";
const conversation = "thread-1";

/** An open, unclaimed conversation. */
export function sampleRow(part: Partial<Row> = {}): Row {
  return {
    id: conversation,
    state: "open",
    customer: "+15552010001",
    name: null,
    journey: "Loan Application",
    group: { id: "retail", name: "Retail" },
    location: { id: "harbor", name: "Harbor" },
    campaign: "Auto loans",
    number: "+15550100001",
    team: { id: "lending", name: "Lending" },
    agent: null,
    last_message: { preview: "Hello", direction: "in", at },
    messages: 1,
    opened_at: at,
    closed_at: null,
    waiting_since: at,
    unclaimed_since: at,
    reply_only: false,
    ...part,
  };
}

/** The same conversation with what its page adds. */
export function sampleConversation(part: Partial<Conversation> = {}): Conversation {
  return {
    ...sampleRow(),
    can_send: sampleRefused("not_claimed", "Claim this conversation to answer."),
    can_claim: sampleAllowed,
    can_close: sampleAllowed,
    can_name: sampleAllowed,
    can_settle: sampleRefused("nothing_to_settle", "There is no text of which somebody has to say what it means."),
    opted_out_at: null,
    application: null,
    task: null,
    consent: null,
    ...part,
  };
}

/** A text from the member; `n` is its number in the thread. */
export function sampleIn(n: number, part: Partial<MessageIn> = {}): MessageIn {
  const base = { id: `thread.${n}`, at, conversation, text: `in ${n}`, media: [], attachments: [], segments: 1, opt_out: null, routing: null };
  const beside = { subject: null, others: [], missing_media: 0, answered_by_carrier: false, wrong_number: false, reaction: null };
  return { kind: "message_in", ...base, ...beside, ...part };
}

/** An agent's answer. */
export function sampleOut(n: number, part: Partial<MessageOut> = {}): MessageOut {
  return {
    kind: "message_out",
    id: `thread.${n}`,
    at,
    conversation,
    by: { kind: "agent", agent: { id: "maria", name: "Maria Lopez" } },
    purpose: "reply",
    text: `out ${n}`,
    attachments: [],
    status: "queued",
    status_at: at,
    reason: null,
    history: [],
    segments: { encoding: "gsm7", carrier_segments: 1, plan_units: 1 },
    ...part,
  };
}

/** A claim. */
export function sampleClaim(n: number, part: Partial<Claimed> = {}): Claimed {
  return { kind: "claimed", id: `thread.${n}`, at, conversation, agent: { id: "maria", name: "Maria Lopez" }, ...part };
}

/** A notification about message number `message`; `n` is its number beside that. */
export function sampleNotice(n: number, message: number, part: Partial<Notice> = {}): Notice {
  const recipients = [{ agent: { id: "maria", name: "Maria Lopez" }, status: "sent" as const, error: null }];
  const base = { id: `thread.${message}.${n}`, at, conversation, message: `thread.${message}`, status: "sent" as const, recipients };
  return { kind: "notice", ...base, ...part };
}

/** A picture that may be downloaded. */
export function sampleAttachment(part: Partial<Attachment> = {}): Attachment {
  return {
    index: 1,
    state: "ready",
    content_type: "image/png",
    bytes: 64_000,
    name: null,
    thumbnail_url: "https://documents.example/thumbnail?signature=1",
    downloadable: true,
    reason: null,
    can_retry: sampleRefused("attachment_not_failed", "The file did not fail, so there is nothing to try again."),
    ...part,
  };
}

/** A link that was emailed. */
export function sampleDownloadLink(): DownloadLink {
  return { email: "m***@lakeside.example", expires_at: "2026-03-01T15:04:00Z" };
}

/** A thumb up. */
export function sampleReaction(part: Partial<Reaction> = {}): Reaction {
  return { kind: "like", emoji: "👍", removed: false, quoted: "See you", message: null, ...part };
}

/** A count of a text that fits. */
export function sampleSegments(part: Partial<SegmentPreview> = {}): SegmentPreview {
  return {
    encoding: "gsm7",
    characters: 320,
    units: 320,
    carrier_segments: 3,
    plan_units: 2,
    limit: 640,
    characters_left: 320,
    service_level: "advanced",
    allowed: true,
    code: null,
    ...part,
  };
}
