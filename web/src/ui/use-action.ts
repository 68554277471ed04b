import { useState } from "preact/hooks";
import { explain } from "../api/problem";

/** Something that a person sets off and that takes a while. */
export interface Action {
  busy: boolean;
  /** What went wrong the last time, for people. */
  failure: string | null;
  run: (work: () => Promise<void>) => Promise<void>;
  dismissFailure: () => void;
}

/** Keeps whether it is under way and how it failed. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(explain(error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, run, dismissFailure: () => setFailure(null) };
}
