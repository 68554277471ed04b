import type { Entry } from "../../api/types";

/**
 * A text that stays the same while nothing has changed. The addresses of thumbnails are signed anew in every answer;
 * only whether there is one counts.
 */
export function fingerprint(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => (key === "thumbnail_url" ? part !== null : part));
}

/** The newest address of each thumbnail. A picture that is drawn keeps its own, so that it isn't loaded again and again. */
export class ThumbnailAddresses {
  readonly #newest = new Map<string, string>();

  /** Takes note of the addresses in an answer. */
  learn(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (entry.kind !== "message_in" && entry.kind !== "message_out") continue;
      for (const { index, thumbnail_url } of entry.attachments) {
        if (thumbnail_url !== null) this.#newest.set(`${entry.id}/${index}`, thumbnail_url);
      }
    }
  }

  /** A newer address than the one that no longer works, if one is known. */
  after(stale: string, message: string, index: number): string | null {
    const newest = this.#newest.get(`${message}/${index}`) ?? null;
    return newest === stale ? null : newest;
  }
}
