import { useState } from "preact/hooks";
import type { AgentApi } from "../../api/queries";
import type { SegmentPreview } from "../../api/types";
import { useAfterPause } from "../../time/use-after-pause";

const PAUSE_MS = 180;

/** What a text would cost, counted by the server a moment after typing pauses; null while unknown. */
export function useSegments(api: AgentApi, text: string, number: string): SegmentPreview | null {
  const [counted, setCounted] = useState<SegmentPreview | null>(null);
  const empty = text.trim() === "";

  const count = (signal: AbortSignal) => {
    if (empty) return;
    // A count is a courtesy: the server decides when the text is sent.
    api.segments({ text, number }, signal).then(setCounted, () => {});
  };
  useAfterPause(PAUSE_MS, count, [text, number, empty]);

  return empty ? null : counted;
}
