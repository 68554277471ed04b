import { useEffect, type Inputs } from "preact/hooks";

/** Runs something once `inputs` have stayed the same for `delay` milliseconds; gives it up when they change. */
export function useAfterPause(delay: number, run: (signal: AbortSignal) => void, inputs: Inputs): void {
  useEffect(() => {
    const request = new AbortController();
    const timer = setTimeout(() => run(request.signal), delay);
    return () => {
      clearTimeout(timer);
      request.abort();
    };
  }, inputs);
}
