/**
 * Keys for sending: a text that may or may not have arrived is sent again under the same key, so that it is sent once;
 * a different text gets a new key.
 */
export class SendKeys {
  #pending: { message: string; key: string } | null = null;

  /** The key to send a text with its pictures under. */
  keyFor(text: string, pictures: readonly string[] = []): string {
    const message = JSON.stringify([text, pictures]);
    if (this.#pending?.message !== message) this.#pending = { message, key: randomKey() };
    return this.#pending.key;
  }

  /** The server has answered, one way or the other: the next send is a new one. */
  clear(): void {
    this.#pending = null;
  }
}

function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
