import type { RefObject } from "preact";
import { useLayoutEffect, type Inputs } from "preact/hooks";

/** Lets a field grow with its text, up to `most` pixels; looks again when `inputs` change. */
export function useGrowing(field: RefObject<HTMLTextAreaElement | null>, most: number, inputs: Inputs): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight + 2, most)}px`;
  }, inputs);
}

/** Whether a key sends what was typed: Enter does, unless it starts a new line or ends the composing of a letter. */
export function isSendKey(event: KeyboardEvent): boolean {
  return event.key === "Enter" && !event.shiftKey && !event.isComposing;
}
