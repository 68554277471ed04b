/** Corrections smaller than this are noise: the `Date` header has whole seconds only. */
const NOISE_MS = 2_000;

/**
 * The server's time, as well as a browser can know it. Alerts compare the server's timestamps with "now", so a
 * computer whose clock is minutes off must not show, or hide, them.
 */
export class ServerClock {
  #offset = 0;

  /** Learns from an answer's `Date` header and the local times around the request. */
  observe(date: string, sent: number, received: number): void {
    const server = Date.parse(date);
    if (Number.isNaN(server)) return;
    const offset = server + 500 - (sent + received) / 2;
    this.#offset = Math.abs(offset) < NOISE_MS ? 0 : offset;
  }

  /** How far this computer's clock is behind, in milliseconds. */
  get offset(): number {
    return this.#offset;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#offset;
  }
}

/** The one clock of this page. */
export const clock = new ServerClock();
