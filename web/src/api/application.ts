import type { Journey, Named, Permission, Reason, Timestamp } from "./types";

/** What consent is given for. */
export type Category = "service" | "automation" | "marketing";

/** IN-37: no consent, asked for, consented. */
export type Colour = "red" | "yellow" | "green";

/** What someone agreed to, for one category. */
export interface ConsentColour {
  colour: Colour;
  since: Timestamp | null;
  /** What it holds for: one application, all of a partner's (IN-39), or the organisation. */
  scope: "application" | "partner" | "organisation" | null;
}

/** A colour for each category. */
export type ConsentColours = Record<Category, ConsentColour>;

/** What a person records that someone said elsewhere. */
export interface ConsentRecord {
  category: Category;
  /** Or withdrawn. */
  granted: boolean;
  /** What they were asked, word for word. */
  wording: string;
  channel: "phone" | "paper" | "in_person" | "web";
}

/** Who someone is on an application. */
export type PersonRole = "borrower" | "co_borrower" | "guarantor" | "external_contact" | "partner" | (string & {});

/** Whether an application is still under way. */
export type ApplicationStatus = "active" | "completed" | "withdrawn";

/** The page or step that an applicant reached, and when (EL-07). */
export interface Stage {
  name: string;
  since: Timestamp | null;
}

/** The application that a conversation is about. */
export interface ApplicationLink {
  id: string;
  los_id: string;
  journey: Journey;
  status: ApplicationStatus;
  stage: Stage | null;
  /** Who of its people the conversation is with. */
  person: string;
  role: PersonRole;
  /** Others with the same number. */
  shared_with: string[];
}

/** Someone on an application (IN-33). */
export interface Contact {
  id: string;
  role: PersonRole;
  /** Null when the LOS told none. */
  name: string | null;
  number: string | null;
  /** Why what the LOS gave is no mobile number. */
  number_problem: string | null;
  email: string | null;
  /** Others with the same number, by their ids. */
  shared_with: string[];
  opted_out: boolean;
  consent: ConsentColours;
  /** Whether the caller may text them; absent when the server tells only on trying. */
  can_text?: Permission | null;
  /** Whether they may be asked for consent; absent likewise. */
  can_ask?: Permission | null;
}

/** A reminder of a trigger: due, held, sent or not to be sent. */
export interface Nudge {
  trigger: Named;
  /** From 1. */
  number: number;
  due_at: Timestamp;
  state: "planned" | "held" | "withheld" | "sent" | "cancelled";
  reason: Reason | null;
  until: Timestamp | null;
}

/** An application as the LOS knows it. */
export interface Application {
  id: string;
  los_id: string;
  journey: Journey;
  status: ApplicationStatus;
  stage: Stage | null;
  people: Contact[];
  agents: Named[];
  updated_at: Timestamp;
  nudges: Nudge[];
}

/** A step of the tracking history (EL-06). Which members are there depends on the kind. */
export interface TrackingEntry {
  id: string;
  kind: string;
  at: Timestamp;
  /** When it happened in the LOS. */
  occurred_at?: Timestamp | null;
  stage?: string | null;
  journey?: Journey | null;
  trigger?: Named | null;
  number?: number | null;
  due_at?: Timestamp | null;
  until?: Timestamp | null;
  reason?: Reason | null;
  /** Whose quiet hours allowed or held a reminder, by what was known of where the person is. */
  quiet_hours?: string | null;
}
