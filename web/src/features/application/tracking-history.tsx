import { useEffect, useState } from "preact/hooks";
import { useConsole } from "../../api/context";
import type { TrackingEntry } from "../../api/types";
import { dateTime, exactTime } from "../../time/format";
import { usePoll, type Pace } from "../../time/use-poll";
import { MessageBar } from "../../ui/message-bar";
import { useAction } from "../../ui/use-action";
import { shownQuietHours, trackingSentence } from "./application-wording";
import { noTracking, withNewestTracking, withOlderTracking } from "./tracking";
import "./tracking-history.css";

const PAGE = 12;
const PACE: Pace = { interval: 10_000, longest: 60_000 };

/** Which pages and stages were seen, newest first (EL-06). */
export function TrackingHistory(props: {
  application: string;
  /** Changes when the history may have grown. */
  version: string;
  now: number;
}) {
  const { application, version, now } = props;
  const { api } = useConsole();
  const [tracking, setTracking] = useState(noTracking);
  const { busy, failure, run, dismissFailure } = useAction();

  const polling = usePoll(application, PACE, async (signal) => {
    const page = await api.tracking(application, { limit: PAGE }, signal);
    setTracking((before) => withNewestTracking(before, page));
  });
  useEffect(() => {
    if (version !== "") polling.now();
  }, [version]);

  const { olderCursor } = tracking;
  const more = (cursor: string) =>
    run(async () => {
      const page = await api.tracking(application, { limit: PAGE, cursor });
      setTracking((before) => (before.olderCursor === cursor ? withOlderTracking(before, page) : before));
    });

  return (
    <section aria-labelledby="tracking-title">
      <h3 id="tracking-title">History</h3>
      <ol class="tracking">
        {tracking.entries.map((entry) => (
          <Step key={entry.id} entry={entry} now={now} />
        ))}
      </ol>
      {failure && <MessageBar text={failure} onDismiss={dismissFailure} />}
      {olderCursor !== null && (
        <button type="button" class="text-button" disabled={busy} onClick={() => void more(olderCursor)}>
          {busy ? "Loading" : "Show earlier steps"}
        </button>
      )}
    </section>
  );
}

function Step({ entry, now }: { entry: TrackingEntry; now: number }) {
  const at = entry.occurred_at ?? entry.at;
  return (
    <li data-kind={entry.kind}>
      <span>
        {trackingSentence(entry, now)}
        {shownQuietHours(entry) && <small>{entry.quiet_hours}</small>}
      </span>
      <time dateTime={at} title={exactTime(at)}>
        {dateTime(at, now)}
      </time>
    </li>
  );
}
