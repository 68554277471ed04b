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

/** A conversation as its page shows it. */
export interface Conversation extends Row {
  can_send: { allowed: boolean; code: string | null; detail: string | null };
  opted_out_at: Timestamp | null;
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

interface EntryBase {
  id: string;
  at: Timestamp;
  conversation: string;
}

/** A text from the member. */
export interface MessageIn extends EntryBase {
  kind: "message_in";
  text: string | null;
  media: { content_type: string | null }[];
  segments: unknown;
  opt_out: "hard" | "soft" | null;
}

/** A text to the member. */
export interface MessageOut extends EntryBase {
  kind: "message_out";
  by: Actor;
  purpose: "reply" | "opt_out_confirmation" | "opt_in_confirmation" | "help" | (string & {});
  text: string | null;
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

/** One entry of the timeline. */
export type Entry = MessageIn | MessageOut | Claimed | Closed | Renamed | Notice | Consent;

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
