import type { Application, Category, ConsentRecord, TrackingEntry } from "./application";
import { withQuery, type Send } from "./client";
import type { TemplatePreview, Trigger, TriggerRow } from "./trigger";
import type {
  Conversation,
  DownloadLink,
  Entry,
  Filter,
  Journey,
  Me,
  MessageOut,
  Named,
  Page,
  Picture,
  Row,
  SegmentPreview,
} from "./types";

/** What the inbox asks for. */
export interface InboxQuery {
  filter: Filter;
  team?: string | null;
  cursor?: string | null;
  limit?: number;
}

/** Where a list is read on. */
export interface PageQuery {
  limit?: number;
  cursor?: string | null;
}

const part = encodeURIComponent;

/** The agents' REST API, one method per operation. */
export function agentApi(send: Send) {
  const at = (id: string) => `/v1/conversations/${part(id)}`;
  const medium = (message: string, index: number) => `/v1/messages/${part(message)}/attachments/${index}`;
  const application = (id: string) => `/v1/applications/${part(id)}`;
  const person = (id: string, of: string) => `${application(id)}/people/${part(of)}`;
  return {
    me: (signal?: AbortSignal) => send<Me>("/v1/me", { signal }),
    teams: (signal?: AbortSignal) => send<Named[]>("/v1/teams", { signal }),
    conversations: (query: InboxQuery, signal?: AbortSignal) =>
      send<Page<Row>>(withQuery("/v1/conversations", { ...query }), { signal }),
    conversation: (id: string, signal?: AbortSignal) => send<Conversation>(at(id), { signal }),
    timeline: (id: string, query: PageQuery, signal?: AbortSignal) =>
      send<Page<Entry>>(withQuery(`${at(id)}/timeline`, { ...query }), { signal }),
    claim: (id: string) => send<Conversation>(`${at(id)}/claim`, { method: "POST" }),
    close: (id: string) => send<Conversation>(`${at(id)}/close`, { method: "POST" }),
    sendText: (id: string, message: { text: string; pictures?: string[] }, key: string) =>
      send<MessageOut>(`${at(id)}/messages`, { method: "POST", body: message, headers: { "idempotency-key": key } }),
    handInPicture: (id: string, picture: Blob, signal?: AbortSignal) =>
      send<Picture>(`${at(id)}/pictures`, { method: "POST", body: picture, signal }),
    namePerson: (id: string, about: { name: string; journey?: Journey }) =>
      send<Conversation>(`${at(id)}/person`, { method: "PUT", body: about }),
    answerOptOutQuestion: (id: string, answer: "opt_out" | "continue") =>
      send<Conversation>(`${at(id)}/opt-out-question`, { method: "POST", body: { answer } }),
    segments: (text: string, number: string, signal?: AbortSignal) =>
      send<SegmentPreview>("/v1/segments", { method: "POST", body: { text, number }, signal }),

    secureDownload: (message: string, index: number) =>
      send<DownloadLink>(`${medium(message, index)}/downloads`, { method: "POST" }),
    retryAttachment: (message: string, index: number) => send<Entry>(`${medium(message, index)}/retry`, { method: "POST" }),

    application: (id: string, signal?: AbortSignal) => send<Application>(application(id), { signal }),
    tracking: (id: string, query: PageQuery, signal?: AbortSignal) =>
      send<Page<TrackingEntry>>(withQuery(`${application(id)}/history`, { ...query }), { signal }),
    askForConsent: (id: string, of: string, categories: Category[]) =>
      send<unknown>(`${person(id, of)}/consent-requests`, { method: "POST", body: { categories } }),
    recordConsent: (id: string, of: string, record: ConsentRecord) =>
      send<unknown>(`${person(id, of)}/consents`, { method: "POST", body: record }),
    textPerson: (id: string, of: string) =>
      send<Conversation>(`${person(id, of)}/conversations`, { method: "POST", body: {} }),

    triggers: (signal?: AbortSignal) => send<{ items: TriggerRow[] }>("/v1/triggers", { signal }),
    saveTrigger: ({ id, ...trigger }: Trigger) =>
      send<Trigger>(`/v1/triggers/${part(id)}`, { method: "PUT", body: { id, ...trigger } }),
    deleteTrigger: (id: string) => send<void>(`/v1/triggers/${part(id)}`, { method: "DELETE" }),
    previewTrigger: (trigger: Trigger, signal?: AbortSignal) =>
      send<TemplatePreview>("/v1/triggers/preview", { method: "POST", body: trigger, signal }),
  };
}

/** What {@link agentApi} makes. */
export type AgentApi = ReturnType<typeof agentApi>;
