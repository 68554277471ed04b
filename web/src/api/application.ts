// The API's forms are those of its description; here are the pages' own names for some.
export type {
  Application,
  ApplicationStatus,
  Category,
  Colour,
  ConsentColour,
  ConsentColours,
  Contact,
  ConversationApplication as ApplicationLink,
  NewConsent as ConsentRecord,
  Nudge,
  PersonRole,
  Tracked as TrackingEntry,
} from "./schema.gen";
