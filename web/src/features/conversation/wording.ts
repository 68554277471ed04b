import type {
  Actor,
  Attachment,
  Closed,
  DownloadLink,
  Entry,
  MessageOut,
  Notice,
  Reaction,
  SegmentPreview,
  SendStatus,
} from "../../api/types";
import { clockTime } from "../../time/format";
import { fileKind } from "../../ui/file";
import { formatPhone } from "../../ui/phone-number";
import { segmentCount } from "../../ui/words";

/** A delivery state in the agent's words. */
export function statusLabel(status: SendStatus): string {
  switch (status) {
    case "queued":
      return "Queued";
    case "deferred":
      return "Waiting";
    case "sending":
      return "Sending";
    case "sent":
      return "Sent";
    case "delivered":
      return "Delivered";
    case "failed":
      return "Not delivered";
    case "cancelled":
      return "Not sent";
  }
}

/** The state with its reason where there is one: "Not delivered: the number is not in service". */
export function statusSentence(message: Pick<MessageOut, "status" | "reason">): string {
  const label = statusLabel(message.status);
  const why = message.reason ? message.reason.detail : null;
  return why && message.status !== "delivered" ? `${label}: ${why}` : label;
}

/** Whose voice a bubble has; decides its colour (X-01). */
export type Role = "contact" | "agent" | "automation";

export function roleOf(entry: Entry): Role {
  if (entry.kind === "message_in") return "contact";
  return entry.kind === "message_out" && entry.by.kind === "agent" ? "agent" : "automation";
}

/** Who wrote an outgoing message. */
export function senderName(message: MessageOut, brand: string): string {
  if (message.by.kind === "agent") return message.by.agent?.name ?? "Agent";
  switch (message.purpose) {
    case "opt_out_confirmation":
      return `${brand} · opt-out confirmation`;
    case "opt_in_confirmation":
      return `${brand} · opt-in confirmation`;
    case "help":
      return `${brand} · help`;
    case "consent_request":
      return `${brand} · consent request`;
    case "pictures_not_shown":
      return `${brand} · about pictures`;
    default:
      return `${brand} · automatic`;
  }
}

/** The line that an event leaves between the messages; null for what is no event. */
export function eventSentence(entry: Entry, contact: string): string | null {
  switch (entry.kind) {
    case "claimed":
      return `${entry.agent.name} claimed this conversation`;
    case "closed":
      return closedSentence(entry, contact);
    case "named":
      return `${actorName(entry.by) ?? "Someone"} changed the contact's details`;
    case "note":
      return `${entry.by.name} noted: ${entry.text ?? "(erased)"}`;
    case "download_requested":
      return `${entry.agent.name} asked for a download link${entry.email === "failed" ? "; the email could not be sent" : ""}`;
    case "downloaded":
      return `${entry.agent?.name ?? "Someone with the link"} downloaded the document`;
    case "erased":
      return entry.refused ? `The carrier did not erase its copy: ${entry.refused}` : "The carrier erased its copy";
    case "started":
      return `${entry.agent.name} started this conversation`;
    case "task_settled":
      if (entry.question === "wrong_number") {
        return `${entry.agent.name} said that the number is ${entry.opt_out ? "somebody else's" : `still that of ${contact}`}`;
      }
      return `${entry.agent.name} said that ${contact} ${entry.opt_out ? "asked to stop" : "did not ask to stop"}`;
    case "refused_by_carrier":
      return `The carrier refuses texts to ${contact} until they text START`;
    case "other":
      return "Something happened that this version cannot show";
    case "message_in":
    case "message_out":
    case "notice":
      return null;
    default:
      // Every kind that is described has its case above; those of a later server are left out.
      entry satisfies never;
      return null;
  }
}

/** That others read a group text, and that an answer does not reach them. */
export function groupSentence(others: string[]): string {
  return `Group text, also to ${others.map(formatPhone).join(", ")}: your answer reaches the sender alone`;
}

/** That attachments were announced which are nowhere. */
export function missingSentence(missing: number): string {
  return missing === 1 ? "An attachment was announced and did not come" : `${missing} attachments were announced and did not come`;
}

/** What a reaction says, in words: an emoji is drawn differently everywhere, and read out so too. */
export function reactionSentence(reaction: Reaction): string {
  const about = reaction.quoted === null ? "something sent" : `“${reaction.quoted}”`;
  const what = reaction.emoji ?? "a sticker";
  if (reaction.removed) return `Took back ${what} from ${about}`;
  switch (reaction.kind) {
    case "heart":
      return `Loved ${about}`;
    case "like":
      return `Liked ${about}`;
    case "dislike":
      return `Disliked ${about}`;
    case "laugh":
      return `Laughed at ${about}`;
    case "emphasis":
      return `Emphasised ${about}`;
    case "question":
      return `Questioned ${about}`;
    default:
      return `Reacted with ${what} to ${about}`;
  }
}

/** Where an attachment stands. Why is the reason's to say. */
export function attachmentLabel(attachment: Pick<Attachment, "state" | "content_type">): string {
  switch (attachment.state) {
    case "fetching":
      return "Fetching it from the carrier";
    case "scanning":
      return "Checking it for malware";
    case "ready":
      return fileKind(attachment.content_type);
    case "blocked":
      return "Blocked";
    case "failed":
      return "Could not be fetched";
    case "withheld":
      return "A picture was sent; pictures are off";
  }
}

/** What came of Secure Download (EL-22): where the link went, and until when it works (EL-23). */
export function linkSentence(link: DownloadLink): string {
  return `A link was emailed to ${link.email}; it works until ${clockTime(link.expires_at)}.`;
}

/** What became of the emails about a text: "Maria Alvarez emailed". */
export function noticeSentence(notice: Notice): string {
  const names = notice.recipients.map(({ agent }) => agent.name);
  const whom = names.length > 2 ? `${names.length} agents` : names.join(" and ");
  const failed = notice.recipients.filter(({ status }) => status === "failed");
  if (notice.recipients.length === 0) return "Nobody was emailed: no one in this team receives notifications";
  if (failed.length > 0) return `Email to ${failed.map(({ agent }) => agent.name).join(", ")} did not arrive`;
  return `${whom} notified by email`;
}

/** The composer's count: "42 characters · 1 segment". */
export function segmentSentence(preview: SegmentPreview): string {
  const characters = `${preview.characters} of ${preview.limit} characters`;
  const units = preview.plan_units === preview.carrier_segments ? "" : ` · ${preview.plan_units} plan units`;
  return `${characters} · ${segmentCount(preview.carrier_segments)}${units}`;
}

/** Why a text may not be sent, from the preview's code. */
export function refusalSentence(preview: SegmentPreview): string {
  switch (preview.code) {
    case "text_empty":
      return "Write something first.";
    case "text_too_long":
      return `Too long by ${Math.max(1, -preview.characters_left)}: at most ${preview.limit} characters.`;
    case "unsupported_characters":
      return "Contains characters that your plan can't send, an emoji or a curly quote for instance.";
    default:
      return "This text can't be sent.";
  }
}

function closedSentence(entry: Closed, contact: string): string {
  if (entry.reason === "opt_out") return `Closed because ${contact} opted out`;
  const who = actorName(entry.by);
  return who ? `${who} closed this conversation` : "This conversation was closed";
}

function actorName(by: Actor): string | null {
  return by.agent?.name ?? (by.kind === "automation" ? "Automation" : null);
}
