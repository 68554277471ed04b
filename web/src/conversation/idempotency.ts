/**
 * Keys for sending: a text that may or may not have arrived is sent again under the same key, so that it is sent once;
 * a different text gets a new key.
 */
export class SendKeys {
  #pending: { text: string; key: string } | null = null;

  /** The key to send a text under. */
  keyFor(text: string): string {
    if (this.#pending?.text !== text) this.#pending = { text, key: randomKey() };
    return this.#pending.key;
  }

  /** The server has answered, one way or the other: the next send is a new one. */
  settle(): void {
    this.#pending = null;
  }
}

function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
