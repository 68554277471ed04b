import { useEffect, useRef, useState } from "preact/hooks";
import type { Timeline } from "./timeline";

/** What a screen reader should hear: the newest thing that someone else did since the timeline was opened. */
export function useArrivals(timeline: Timeline, me: string): string {
  const last = useRef<string | null>(null);
  const [announcement, setAnnouncement] = useState("");
  useEffect(() => {
    const entry = timeline.entries.at(-1);
    if (!entry) return;
    const before = last.current;
    last.current = entry.id;
    if (before === null || before === entry.id) return;
    if (entry.kind === "message_in") setAnnouncement(`New message: ${entry.text ?? "a picture"}`);
    if (entry.kind === "claimed" && entry.agent.id !== me) setAnnouncement(`${entry.agent.name} claimed this conversation`);
    if (entry.kind === "closed") setAnnouncement("The conversation was closed");
  }, [timeline.entries]);
  return announcement;
}
