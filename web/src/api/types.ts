import type { ApplicationLink, ConsentColours } from "./application";

/** An RFC 3339 timestamp. */
export type Timestamp = string;

/** Something with an id that people know by name: an agent, a team, a location, a group. */
export interface Named {
  id: string;
  name: string;
}

/** Who is signed in, and where they work. */
export interface Me {
  agent: Named & { email: string; roles: string[]; teams: (string | Named)[] };
  organisation: Named & { brand: string; service_level: ServiceLevel };
}

/** Standard refuses what does not fit one plain segment; advanced allows long texts and any character. */
export type ServiceLevel = "standard" | "advanced";

/** The dashboard's filters (MC-06 to MC-10). */
export type Filter = "open" | "waiting" | "unassigned" | "mine" | "closed";

/** EL-02; an enum with room to grow, so unknown values are shown as they come. */
export type Journey = "Loan Application" | "New Membership" | "Elle Chat" | (string & {});

/** One row of the dashboard (EL-01, MC-04). */
export interface Row {
  id: string;
  state: "open" | "closed";
  customer: string;
  name: string | null;
  journey: Journey | null;
  group: Named | null;
  location: Named | null;
  campaign: string | null;
  number: string;
  team: Named | null;
  agent: Named | null;
  last_message: { preview: string; direction: "in" | "out"; at: Timestamp } | null;
  messages: number;
  opened_at: Timestamp;
  closed_at: Timestamp | null;
  waiting_since: Timestamp | null;
  unclaimed_since: Timestamp | null;
  reply_only: boolean;
}

/** Whether the caller may do something now, and if not, why. */
export interface Permission {
  allowed: boolean;
  code: string | null;
  detail: string | null;
}

/** Whether a text is an opt-out, or the number somebody else's. */
export type TaskKind = "looks_like_opt_out" | "wrong_number" | (string & {});

/** Something that waits for a person's decision. */
export interface Task {
  kind: TaskKind;
  /** The text it is about. */
  message: string;
  at: Timestamp;
}

/** A conversation as its page shows it. What is optional an API of an earlier version does not tell. */
export interface Conversation extends Row {
  can_send: Permission;
  opted_out_at: Timestamp | null;
  /** The application it is about (EL-06, EL-07). */
  application?: ApplicationLink | null;
  /** */
  task?: Task | null;
  /** What the person agreed to (IN-37). */
  consent?: ConsentColours | null;
}

/** A page of anything the API lists. */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** Where an outgoing message stands. */
export type SendStatus = "queued" | "deferred" | "sending" | "sent" | "delivered" | "failed" | "cancelled";

/** Why a message failed, was cancelled or waits. */
export interface Reason {
  code: string;
  detail: string | null;
}

/** Who did something. */
export interface Actor {
  kind: "agent" | "automation" | "system" | "member";
  agent?: Named | null;
}

/** Where a medium is on its way from the carrier. */
export type AttachmentState = "fetching" | "scanning" | "ready" | "blocked" | "failed" | "withheld";

/** A medium of a message (EL-20). */
export interface Attachment {
  /** From 1. */
  index: number;
  state: AttachmentState;
  content_type: string | null;
  bytes: number | null;
  name: string | null;
  /** Works for some minutes only. */
  thumbnail_url: string | null;
  downloadable: boolean;
  reason: Reason | null;
}

/** How a text found its application (IN-15 to IN-18), in words. */
export interface Routing {
  rule: string;
  words: string;
  lost: { los_id: string; words: string }[];
}

interface EntryBase {
  id: string;
  at: Timestamp;
  conversation: string;
}

/** A text from the member. */
export interface MessageIn extends EntryBase {
  kind: "message_in";
  text: string | null;
  attachments?: Attachment[];
  segments: unknown;
  opt_out: "hard" | "soft" | null;
  /** It says that the number is somebody else's. */
  wrong_number?: boolean;
  /** What it thinks of a message, when a phone sent a reaction as this text. */
  reaction?: Reaction | null;
  routing?: Routing | null;
}

/** A reaction, as a phone words it in a text. */
export interface Reaction {
  kind: "heart" | "like" | "dislike" | "laugh" | "emphasis" | "question" | "emoji" | "sticker" | (string & {});
  /** Null of a sticker, which does not come along. */
  emoji: string | null;
  /** It takes an earlier one back. */
  removed: boolean;
  /** Null when it is about a picture or the like. */
  quoted: string | null;
  /** The message, when it was among the entries read with it. */
  message: string | null;
}

/** A text to the member. */
export interface MessageOut extends EntryBase {
  kind: "message_out";
  by: Actor;
  purpose:
    | "reply"
    | "opt_out_confirmation"
    | "opt_in_confirmation"
    | "help"
    | "automation"
    | "consent_request"
    | "pictures_not_shown"
    | (string & {});
  text: string | null;
  attachments?: Attachment[];
  status: SendStatus;
  status_at: Timestamp;
  reason: Reason | null;
  history: { status: SendStatus; at: Timestamp; attempt: number | null; reason: Reason | null }[];
  segments: { encoding: string; carrier_segments: number; plan_units: number } | null;
}

/** An agent took the conversation. */
export interface Claimed extends EntryBase {
  kind: "claimed";
  agent: Named;
}

/** The conversation ended. */
export interface Closed extends EntryBase {
  kind: "closed";
  by: Actor;
  reason: "agent" | "opt_out" | (string & {});
}

/** Someone changed the member's name. */
export interface Renamed extends EntryBase {
  kind: "named";
  by: Actor | Named | null;
}

/** An email about a member's text, and how it fared for each recipient. */
export interface Notice extends EntryBase {
  kind: "notice";
  message: string;
  status: string;
  recipients: { agent: Named | string; status: string }[];
}

/** The member opted out or in. */
export interface Consent extends EntryBase {
  kind: "opted_out" | "opted_in";
}

/** An agent asked for a link to a document (EL-22). */
export interface DownloadRequested extends EntryBase {
  kind: "download_requested";
  agent: Named;
  message: string;
  index: number;
  expires_at: Timestamp;
  /** How the email went; null while it is on its way. */
  email?: "sent" | "partly_sent" | "failed" | "nobody" | (string & {}) | null;
}

/** A link was used (EL-23); nobody is named when the link alone sufficed. */
export interface Downloaded extends EntryBase {
  kind: "downloaded";
  agent: Named | null;
  message: string;
  index: number;
}

/** The carrier was told to erase its copy of a message. */
export interface Erased extends EntryBase {
  kind: "erased";
  message: string;
  media: number;
  text: boolean;
  /** The carrier's code when it would not. */
  refused: string | null;
}

/** An agent texted first (IN-01). */
export interface Started extends EntryBase {
  kind: "started";
  agent: Named;
}

/** Someone said what a text meant that looked like an opt-out or a wrong number. */
export interface TaskSettled extends EntryBase {
  kind: "task_settled";
  agent: Named;
  message: string;
  opt_out: boolean;
  question?: TaskKind;
}

/** Something that a later release wrote, which the API cannot tell more of. */
export interface Other extends EntryBase {
  kind: "other";
  message: string | null;
  what: string;
}

/** One entry of the timeline. More kinds may come; those that are not known here are not shown. */
export type Entry =
  | MessageIn
  | MessageOut
  | Claimed
  | Closed
  | Renamed
  | Notice
  | Consent
  | DownloadRequested
  | Downloaded
  | Erased
  | Started
  | TaskSettled
  | Other;

/** What came of pressing Secure Download. */
export interface DownloadLink {
  /** Where the link went, masked. */
  email: string;
  expires_at: Timestamp;
}

/** A picture that was handed in, to be sent with a text. */
export interface Picture {
  id: string;
  content_type: string;
  bytes: number;
}

/** What a text costs and whether it may be sent. */
export interface SegmentPreview {
  encoding: "gsm7" | "ucs2";
  characters: number;
  units: number;
  carrier_segments: number;
  plan_units: number;
  limit: number;
  characters_left: number;
  service_level: ServiceLevel;
  allowed: boolean;
  code: string | null;
}
