import { withQuery, type Send } from "./client";
import type { Conversation, Entry, Filter, Journey, Me, MessageOut, Named, Page, Row, SegmentPreview } from "./types";

/** What the inbox asks for. */
export interface InboxQuery {
  filter: Filter;
  team?: string | null;
  cursor?: string | null;
  limit?: number;
}

/** The agents' REST API, one method per operation. */
export function agentApi(send: Send) {
  const at = (id: string) => `/v1/conversations/${encodeURIComponent(id)}`;
  return {
    me: (signal?: AbortSignal) => send<Me>("/v1/me", { signal }),
    teams: async (signal?: AbortSignal): Promise<Named[]> => {
      const answer = await send<Named[] | { items: Named[] }>("/v1/teams", { signal });
      return Array.isArray(answer) ? answer : answer.items;
    },
    conversations: (query: InboxQuery, signal?: AbortSignal) =>
      send<Page<Row>>(withQuery("/v1/conversations", { ...query }), { signal }),
    conversation: (id: string, signal?: AbortSignal) => send<Conversation>(at(id), { signal }),
    timeline: (id: string, query: { limit?: number; cursor?: string | null }, signal?: AbortSignal) =>
      send<Page<Entry>>(withQuery(`${at(id)}/timeline`, query), { signal }),
    claim: (id: string) => send<Conversation>(`${at(id)}/claim`, { method: "POST" }),
    close: (id: string) => send<Conversation>(`${at(id)}/close`, { method: "POST" }),
    sendText: (id: string, text: string, key: string) =>
      send<MessageOut>(`${at(id)}/messages`, { method: "POST", body: { text }, headers: { "idempotency-key": key } }),
    namePerson: (id: string, person: { name: string; journey?: Journey }) =>
      send<Conversation>(`${at(id)}/person`, { method: "PUT", body: person }),
    segments: (text: string, number: string, signal?: AbortSignal) =>
      send<SegmentPreview>("/v1/segments", { method: "POST", body: { text, number }, signal }),
  };
}

/** What {@link agentApi} makes. */
export type AgentApi = ReturnType<typeof agentApi>;
