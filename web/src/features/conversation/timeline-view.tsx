import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { clock } from "../../time/clock";
import { clockTime, dayHeading } from "../../time/format";
import { Icon } from "../../ui/icon";
import { arrange, type Piece } from "./arrange";
import { Bubble } from "./bubble";
import type { Timeline } from "./timeline";
import { eventSentence } from "./wording";
import "./timeline-view.css";

/** Closer to an end than this, in pixels, counts as being there. */
const NEAR = 60;

/** The history, newest at the bottom. It follows new messages only while the reader is at the bottom. */
export function TimelineView(props: {
  timeline: Timeline;
  conversation: string;
  contact: string;
  brand: string;
  loadingOlder: boolean;
  onOlder: () => void;
}) {
  const { timeline, conversation, contact, brand, loadingOlder, onOlder } = props;
  const box = useRef<HTMLDivElement>(null);
  const atBottom = useRef(true);
  const drawn = useRef<{ first: string | undefined; last: string | undefined; height: number } | null>(null);
  const [unseen, setUnseen] = useState(false);
  const first = timeline.entries[0]?.id;
  const last = timeline.entries.at(-1)?.id;
  const complete = timeline.olderCursor === null;
  const pieces = useMemo(
    () => arrange(timeline.entries, conversation, complete),
    [timeline.entries, conversation, complete],
  );

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const before = drawn.current;
    if (atBottom.current) {
      element.scrollTop = element.scrollHeight;
    } else if (before && before.first !== first && before.last === last) {
      element.scrollTop += element.scrollHeight - before.height;
    } else if (before && before.last !== last) {
      setUnseen(true);
    }
    drawn.current = { first, last, height: element.scrollHeight };
  }, [timeline.entries]);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (atBottom.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    atBottom.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    if (atBottom.current && unseen) setUnseen(false);
    if (element.scrollTop < NEAR && !complete && !loadingOlder) onOlder();
  };

  const toBottom = () => box.current?.scrollTo({ top: box.current.scrollHeight, behavior: "smooth" });

  return (
    <div class="timeline-frame">
      <div class="timeline" ref={box} onScroll={onScroll} tabIndex={0} role="region" aria-label="Messages">
        {!complete && (
          <button type="button" class="button quiet older" disabled={loadingOlder} onClick={onOlder}>
            {loadingOlder ? "Loading earlier messages" : "Show earlier messages"}
          </button>
        )}
        <ol class="pieces">
          {pieces.map((piece) => (
            <PieceView key={piece.key} piece={piece} contact={contact} brand={brand} />
          ))}
        </ol>
      </div>
      {unseen && (
        <button type="button" class="button to-bottom" onClick={toBottom}>
          <Icon name="down" /> New messages
        </button>
      )}
    </div>
  );
}

function PieceView({ piece, contact, brand }: { piece: Piece; contact: string; brand: string }) {
  switch (piece.kind) {
    case "day":
      return (
        <li class="day">
          <span>{dayHeading(piece.at, clock.now())}</span>
        </li>
      );
    case "conversation":
      return <li class="border-line">{piece.current ? "This conversation begins" : "A new conversation began"}</li>;
    case "event":
      return (
        <li class="event">
          {eventSentence(piece.entry, contact)}
          <time dateTime={piece.entry.at}>{clockTime(piece.entry.at)}</time>
        </li>
      );
    case "message":
      return <Bubble {...piece} contact={contact} brand={brand} />;
  }
}
