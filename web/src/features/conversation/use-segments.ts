import { useEffect, useState } from "preact/hooks";
import type { AgentApi } from "../../api/queries";
import type { SegmentPreview } from "../../api/types";

const DEBOUNCE_MS = 180;

/** What a text would cost, counted by the server a moment after typing pauses; null while unknown. */
export function useSegments(api: AgentApi, text: string, number: string): SegmentPreview | null {
  const [counted, setCounted] = useState<{ text: string; preview: SegmentPreview } | null>(null);
  const empty = text.trim() === "";

  useEffect(() => {
    if (empty) return;
    const request = new AbortController();
    const timer = setTimeout(() => {
      api.segments({ text, number }, request.signal).then(
        (preview) => setCounted({ text, preview }),
        // A count is a courtesy: the server decides when the text is sent.
        () => {},
      );
    }, DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      request.abort();
    };
  }, [text, number, empty]);

  return empty ? null : (counted?.preview ?? null);
}
