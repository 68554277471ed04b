import { bodyOf, type ApiClient } from "../client";
import type { Draft, NewMessage, operations, Person, Verdict } from "../schema.gen";

/** What the inbox asks for. */
export type InboxQuery = NonNullable<operations["list_conversations"]["parameters"]["query"]>;

/** Where a timeline is read on. */
export type TimelineQuery = NonNullable<operations["show_timeline"]["parameters"]["query"]>;

/** The inbox, and what is done in a conversation. */
export function conversationQueries({ GET, POST, PUT }: ApiClient) {
  return {
    conversations: (query: InboxQuery, signal: AbortSignal | null = null) =>
      bodyOf(GET("/v1/conversations", { params: { query }, signal })),
    conversation: (id: string, signal: AbortSignal | null = null) =>
      bodyOf(GET("/v1/conversations/{id}", { params: { path: { id } }, signal })),
    timeline: (id: string, query: TimelineQuery, signal: AbortSignal | null = null) =>
      bodyOf(GET("/v1/conversations/{id}/timeline", { params: { path: { id }, query }, signal })),
    claim: (id: string) => bodyOf(POST("/v1/conversations/{id}/claim", { params: { path: { id } } })),
    close: (id: string) => bodyOf(POST("/v1/conversations/{id}/close", { params: { path: { id } } })),
    sendText: (id: string, message: NewMessage, key: string) =>
      bodyOf(
        POST("/v1/conversations/{id}/messages", {
          params: { path: { id }, header: { "Idempotency-Key": key } },
          body: message,
        }),
      ),
    uploadPicture: (id: string, picture: Blob, signal: AbortSignal | null = null) =>
      bodyOf(
        POST("/v1/conversations/{id}/pictures", {
          params: { path: { id } },
          headers: { "content-type": picture.type || "application/octet-stream" },
          body: picture,
          bodySerializer: (bytes) => bytes,
          signal,
        }),
      ),
    namePerson: (id: string, about: Person) =>
      bodyOf(PUT("/v1/conversations/{id}/person", { params: { path: { id } }, body: about })),
    answerOptOutQuestion: (id: string, answer: Verdict["answer"]) =>
      bodyOf(POST("/v1/conversations/{id}/opt-out-question", { params: { path: { id } }, body: { answer } })),
    segments: (draft: Draft, signal: AbortSignal | null = null) => bodyOf(POST("/v1/segments", { body: draft, signal })),
  };
}
