import type * as api from "./schema.gen";

// The API's forms are those of its description; the pages have names of their own for some.
export type {
  Ability,
  Actor,
  Application,
  ApplicationPerson,
  ApplicationStatus,
  Attachment,
  AttachmentState,
  Category,
  Colour,
  ConsentColour,
  ConsentColours,
  Conversation,
  ConversationApplication as ApplicationLink,
  Entry,
  Filter,
  Journey,
  LinkSent as DownloadLink,
  Me,
  Named,
  NewConsent,
  Nudge,
  PageEntry as EntryPage,
  PageRow as RowPage,
  PageTracked as TrackingPage,
  Permission,
  PersonRole,
  Reaction,
  Reason,
  Routing,
  Row,
  Statistics as TriggerStatistics,
  Status as SendStatus,
  Task,
  TriggerPreview,
  TextCount as SegmentPreview,
  Tracked as TrackingEntry,
  TriggerRow,
} from "./schema.gen";

/** A trigger, all of it, where a request may leave some out. */
export type Trigger = Required<api.Trigger>;

export type VersionedTrigger = api.VersionedRecordTrigger;

/** A trigger with the version that it was read in. */
export type TriggerRecord = Omit<VersionedTrigger, "record"> & { record: Trigger };

type Kind<K extends api.Entry["kind"]> = Extract<api.Entry, { kind: K }>;

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
