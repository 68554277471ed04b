import { bodyOf, type ApiClient } from "../client";
import type { ConsentRequest, NewConsent, operations } from "../schema.gen";

/** Where a tracking history is read on. */
export type TrackingQuery = NonNullable<operations["show_application_history"]["parameters"]["query"]>;

/** Applications, and what is done with the people on them. */
export function applicationQueries({ GET, POST }: ApiClient) {
  return {
    application: (id: string, signal: AbortSignal | null = null) =>
      bodyOf(GET("/v1/applications/{id}", { params: { path: { id } }, signal })),
    tracking: (id: string, query: TrackingQuery, signal: AbortSignal | null = null) =>
      bodyOf(GET("/v1/applications/{id}/history", { params: { path: { id }, query }, signal })),
    requestConsent: (id: string, person: string, categories: ConsentRequest["categories"]) =>
      bodyOf(
        POST("/v1/applications/{id}/people/{person}/consent-requests", {
          params: { path: { id, person } },
          body: { categories },
        }),
      ),
    recordConsent: (id: string, person: string, consent: NewConsent) =>
      bodyOf(POST("/v1/applications/{id}/people/{person}/consents", { params: { path: { id, person } }, body: consent })),
    textPerson: (id: string, person: string) =>
      bodyOf(POST("/v1/applications/{id}/people/{person}/conversations", { params: { path: { id, person } }, body: {} })),
  };
}
