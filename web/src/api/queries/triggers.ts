import { bodyOf, type ApiClient } from "../client";
import type { VersionedTrigger, Trigger, TriggerRecord } from "../types";

/** The version of a record, as `If-Match` names it. */
const seen = (version: number) => ({ "If-Match": `"${version}"` });

/** What is answered has every member, those that may be left out of what is asked as well. */
const kept = (answer: VersionedTrigger) => answer as TriggerRecord;

/** The rules by which automation texts someone (EL-14, EL-17 to EL-19). */
export function triggerQueries({ DELETE, GET, POST, PUT }: ApiClient) {
  return {
    triggers: (signal: AbortSignal | null = null) => bodyOf(GET("/v1/triggers", { signal })),
    /** A trigger as it is kept, with its version. */
    trigger: async (id: string) => kept(await bodyOf(GET("/v1/directory/triggers/{id}", { params: { path: { id } } }))),
    /** Saves a trigger over the version that was read; null for a new one. */
    saveTrigger: async (trigger: Trigger, version: number | null) => {
      const header = version === null ? {} : { header: seen(version) };
      const params = { path: { id: trigger.id }, ...header };
      return kept(await bodyOf(PUT("/v1/directory/triggers/{id}", { params, body: trigger })));
    },
    deleteTrigger: (id: string, version: number) =>
      bodyOf(DELETE("/v1/directory/triggers/{id}", { params: { path: { id }, header: seen(version) } })),
    previewTrigger: (trigger: Trigger, signal: AbortSignal | null = null) =>
      bodyOf(POST("/v1/directory/trigger-previews", { body: trigger, signal })),
  };
}
