import { bodyOf, type ApiClient } from "../client";
import type { Trigger } from "../types";

/** The rules by which automation texts someone (EL-14, EL-17 to EL-19). */
export function triggerQueries({ DELETE, GET, POST, PUT }: ApiClient) {
  return {
    triggers: (signal: AbortSignal | null = null) => bodyOf(GET("/v1/triggers", { signal })),
    saveTrigger: (trigger: Trigger) =>
      bodyOf(PUT("/v1/triggers/{id}", { params: { path: { id: trigger.id } }, body: trigger })),
    deleteTrigger: (id: string) => bodyOf(DELETE("/v1/triggers/{id}", { params: { path: { id } } })),
    previewTrigger: (trigger: Trigger, signal: AbortSignal | null = null) =>
      bodyOf(POST("/v1/triggers/preview", { body: trigger, signal })),
  };
}
