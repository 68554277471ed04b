import { bodyOf, type ApiClient } from "../client";
import type { Trigger } from "../types";

/** The version of a record, as `If-Match` names it. */
const seen = (version: number) => ({ "If-Match": `"${version}"` });

/** The rules by which automation texts someone (EL-14, EL-17 to EL-19). */
export function triggerQueries({ DELETE, GET, POST, PUT }: ApiClient) {
  return {
    triggers: (signal: AbortSignal | null = null) => bodyOf(GET("/v1/triggers", { signal })),
    /** A trigger as it is kept, with its version. */
    trigger: (id: string) => bodyOf(GET("/v1/directory/triggers/{id}", { params: { path: { id } } })),
    /** Saves a trigger over the version that was read; null for a new one. */
    saveTrigger: (trigger: Trigger, version: number | null) =>
      bodyOf(
        PUT("/v1/directory/triggers/{id}", {
          params: { path: { id: trigger.id }, ...(version === null ? {} : { header: seen(version) }) },
          body: trigger,
        }),
      ),
    deleteTrigger: (id: string, version: number) =>
      bodyOf(DELETE("/v1/directory/triggers/{id}", { params: { path: { id }, header: seen(version) } })),
    previewTrigger: (trigger: Trigger, signal: AbortSignal | null = null) =>
      bodyOf(POST("/v1/directory/triggers/preview", { body: trigger, signal })),
  };
}
