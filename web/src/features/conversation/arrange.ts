import type { Entry, MessageIn, MessageOut, Notice, Routing } from "../../api/types";
import { isNewDay } from "../../time/format";
import { eventSentence } from "./wording";

/** What the timeline shows, top to bottom. */
export type Piece =
  | { kind: "day"; key: string; at: string }
  | { kind: "conversation"; key: string; at: string; current: boolean }
  | {
      kind: "message";
      key: string;
      entry: MessageIn | MessageOut;
      notice: Notice | null;
      follows: boolean;
      /** How the text was placed, where that differs from the text before. */
      routing: Routing | null;
      /** The emoji of the reactions to it that were not taken back. */
      reactions: readonly string[];
    }
  | { kind: "event"; key: string; entry: Entry };

/** Puts days, borders between conversations, and what belongs to a message in their places. */
export function arrange(entries: readonly Entry[], conversation: string, complete: boolean): Piece[] {
  const notices = latestNotices(entries);
  const reactions = standingReactions(entries);
  const pieces: Piece[] = [];
  let before: Entry | null = null;
  let placed = "";
  for (const entry of entries) {
    if (!isShown(entry)) continue;
    const otherConversation: boolean = before !== null && before.conversation !== entry.conversation;
    if (before === null ? complete : isNewDay(entry.at, before.at)) {
      pieces.push({ kind: "day", key: `day ${entry.id}`, at: entry.at });
    }
    if (otherConversation) {
      const current = entry.conversation === conversation;
      pieces.push({ kind: "conversation", key: `conversation ${entry.id}`, at: entry.at, current });
    }
    if (entry.kind === "message_in" || entry.kind === "message_out") {
      const follows = pieces.at(-1)?.kind === "message" && before !== null && sameVoice(before, entry);
      let routing: Routing | null = null;
      if (entry.kind === "message_in") {
        const how = JSON.stringify(entry.routing);
        if (how !== placed) routing = entry.routing;
        placed = how;
      }
      const notice = notices.get(entry.id) ?? null;
      const to = reactions.get(entry.id) ?? [];
      pieces.push({ kind: "message", key: entry.id, entry, notice, follows, routing, reactions: to });
    } else {
      pieces.push({ kind: "event", key: entry.id, entry });
    }
    before = entry;
  }
  return pieces;
}

/** Messages, and events that there are words for. Newer servers may tell of more. */
function isShown(entry: Entry): boolean {
  return entry.kind === "message_in" || entry.kind === "message_out" || eventSentence(entry, "") !== null;
}

function latestNotices(entries: readonly Entry[]): Map<string, Notice> {
  const notices = new Map<string, Notice>();
  for (const entry of entries) {
    if (entry.kind === "notice") notices.set(entry.message, entry);
  }
  return notices;
}

/** What the member thinks of each message by now. A sticker does not come along. */
function standingReactions(entries: readonly Entry[]): Map<string, string[]> {
  const standing = new Map<string, string[]>();
  for (const entry of entries) {
    const reaction = entry.kind === "message_in" ? entry.reaction : null;
    if (!reaction?.message || !reaction.emoji) continue;
    const others = (standing.get(reaction.message) ?? []).filter((emoji) => emoji !== reaction.emoji);
    standing.set(reaction.message, reaction.removed ? others : [...others, reaction.emoji]);
  }
  return standing;
}

function sameVoice(before: Entry, entry: MessageIn | MessageOut): boolean {
  if (before.kind !== entry.kind) return false;
  if (before.kind === "message_out" && entry.kind === "message_out") {
    return before.by.kind === entry.by.kind && before.by.agent?.id === entry.by.agent?.id && before.purpose === entry.purpose;
  }
  return true;
}
