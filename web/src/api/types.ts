import type { Entry } from "./schema.gen";

// The API's forms are those of its description; here are the pages' own names for some.
export type {
  Actor,
  Attachment,
  AttachmentState,
  CanSend as Permission,
  Conversation,
  Entry,
  Filter,
  Journey,
  LinkSent as DownloadLink,
  Me,
  Named,
  Reaction,
  Reason,
  Routing,
  Row,
  ServiceLevel,
  Status as SendStatus,
  Task,
  TaskKind,
  TextCount as SegmentPreview,
  UploadedPicture as Picture,
} from "./schema.gen";

/** An RFC 3339 timestamp. */
export type Timestamp = string;

/** A page of anything the API lists. */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

type Kind<K extends Entry["kind"]> = Extract<Entry, { kind: K }>;

/** A text from the member. */
export type MessageIn = Kind<"message_in">;

/** A text to the member. */
export type MessageOut = Kind<"message_out">;

/** An agent took the conversation. */
export type Claimed = Kind<"claimed">;

/** The conversation ended. */
export type Closed = Kind<"closed">;

/** An email about a member's text, and how it fared for each recipient. */
export type Notice = Kind<"notice">;
