import { useEffect, useRef, useState } from "preact/hooks";
import { Poller } from "./poller";

/** Pauses between polls, in milliseconds. */
export interface Pace {
  interval: number;
  longest: number;
}

/** What a component sees of its poller. */
export interface Polling {
  /** The last round's failure; null when it went well. */
  failure: unknown;
  /** Asks at once. */
  now: () => void;
}

/** Polls while the component is there; begins anew when `key` changes. */
export function usePoll(key: string, pace: Pace, run: (signal: AbortSignal) => Promise<void>): Polling {
  const latest = useRef(run);
  latest.current = run;
  const poller = useRef<Poller | null>(null);
  const [failure, setFailure] = useState<unknown>(null);

  useEffect(() => {
    setFailure(null);
    const started = new Poller({ ...pace, run: (signal) => latest.current(signal), onOutcome: setFailure });
    poller.current = started;
    started.start();
    return () => started.stop();
  }, [key]);

  const now = useRef(() => poller.current?.now());
  return { failure, now: now.current };
}
