import { bodyOf, createClient } from "../../api/client";
import type { Get, Post, Put } from "../../api/operation";
import { plainWords } from "../../ui/words";
import type { Attached } from "./attached";

/** Someone with a phone. */
export interface Member {
  number: string;
  name: string;
}

/** One of the institution's numbers. */
export interface OurNumber {
  number: string;
  carrier: string;
  label: string;
}

/** A text on the handset; `in` is from the member to the institution. */
export interface HandsetMessage {
  id: string;
  direction: "in" | "out";
  number: string;
  text: string;
  media: string[];
  at: string;
  status: string;
}

/** A text that a member sends. */
export interface NewText {
  member: string;
  number: string;
  text: string;
  media?: Attached[];
}

/** A picture to send. */
export interface Sample {
  name: string;
  url: string;
}

/** How the local carrier behaves from now on. */
export interface Behaviour {
  receipts: "normal" | "late" | "out_of_order" | "doubled" | "failed" | "none";
  send: "accept" | "throttle" | "error" | "timeout" | "reject_opted_out";
  opt_out: "carrier" | "carrier_tells" | "application";
}

interface HandsetPaths {
  "/dev/handset/members": Get<Member[]>;
  "/dev/handset/numbers": Get<OurNumber[]>;
  "/dev/handset/media": Get<Sample[]>;
  "/dev/handset/messages": Get<HandsetMessage[], { member: string }> & Post<NewText, unknown>;
  "/dev/carrier/behaviour": Get<Behaviour> & Put<Behaviour, unknown>;
}

/** The local stack's handset routes. */
export function handsetApi() {
  const { GET, POST, PUT } = createClient<HandsetPaths>();
  return {
    members: () => bodyOf(GET("/dev/handset/members")),
    numbers: () => bodyOf(GET("/dev/handset/numbers")),
    samples: () => bodyOf(GET("/dev/handset/media")),
    messages: (member: string, signal: AbortSignal) =>
      bodyOf(GET("/dev/handset/messages", { params: { query: { member } }, signal })),
    text: (text: NewText) => bodyOf(POST("/dev/handset/messages", { body: text })),
    behaviour: () => bodyOf(GET("/dev/carrier/behaviour")),
    setBehaviour: (behaviour: Behaviour) => bodyOf(PUT("/dev/carrier/behaviour", { body: behaviour })),
  };
}

export type HandsetApi = ReturnType<typeof handsetApi>;

/** The exchange with one number, oldest first. */
export function exchangeWith(messages: readonly HandsetMessage[], number: string): HandsetMessage[] {
  return messages
    .filter((message) => message.number === number)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** A sample's name for people: "pay-stub.png" as "Pay stub". */
export function sampleLabel(name: string): string {
  return plainWords(name.replace(/\.[^.]*$/, "").replaceAll("-", " "));
}

/** The carrier's files have an address on this page's own origin, whatever the carrier calls it. Others stay as they are. */
export function ownAddress(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname } = new URL(url);
  return pathname.startsWith("/carrier/") ? pathname : url;
}
