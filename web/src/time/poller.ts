/** How a poller asks and waits, in milliseconds. */
export interface PollerOptions {
  /** The pause between the end of one run and the start of the next. */
  interval: number;
  /** The longest pause after repeated failures. */
  longest: number;
  /** One round; it should pass the signal on to its requests. */
  run: (signal: AbortSignal) => Promise<void>;
  /** Told after each round: null when it went well. */
  onOutcome?: (failure: unknown) => void;
}

/**
 * Runs something again and again: never twice at once, not while the page is hidden, at once when it is shown again,
 * and ever more slowly while it fails.
 */
export class Poller {
  readonly #options: PollerOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #current: AbortController | undefined;
  #failures = 0;
  #stopped = false;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  /** Begins with a run. */
  start(): void {
    document.addEventListener("visibilitychange", this.#onVisibility);
    this.now();
  }

  /** Ends for good; a request under way is given up. */
  stop(): void {
    this.#stopped = true;
    document.removeEventListener("visibilitychange", this.#onVisibility);
    clearTimeout(this.#timer);
    this.#current?.abort();
  }

  /** Runs at once. A run under way is given up, because what it read may be older than what just happened. */
  now(): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#current?.abort();
    const run = new AbortController();
    this.#current = run;
    void this.#round(run);
  }

  async #round(run: AbortController): Promise<void> {
    let failure: unknown = null;
    try {
      await this.#options.run(run.signal);
    } catch (error) {
      failure = error;
    }
    if (this.#stopped || run.signal.aborted) return;
    this.#failures = failure === null ? 0 : this.#failures + 1;
    this.#options.onOutcome?.(failure);
    if (document.visibilityState === "visible") this.#timer = setTimeout(() => this.now(), this.#pause());
  }

  #pause(): number {
    return Math.min(this.#options.longest, this.#options.interval * 2 ** this.#failures);
  }

  readonly #onVisibility = (): void => {
    if (document.visibilityState === "visible") this.now();
    else clearTimeout(this.#timer);
  };
}
