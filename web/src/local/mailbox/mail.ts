/** An email that the local stack sent. */
export interface Mail {
  id: string;
  at: string;
  from?: string | null;
  to: string | string[];
  subject: string;
  html: string | null;
  text: string | null;
}

export function recipients(mail: Mail): string {
  return Array.isArray(mail.to) ? mail.to.join(", ") : mail.to;
}

/**
 * The mail's HTML as a document for a sandboxed frame: nothing runs and nothing is fetched but pictures, and links
 * open outside the frame.
 */
export function frameDocument(html: string): string {
  const policy = "default-src 'none'; img-src data: https:; style-src 'unsafe-inline'";
  return `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><base target="_blank"><style>body{margin:0}</style>${html}`;
}

/** Text in pieces, every other one a link. */
export function linkify(text: string): { text: string; href: string | null }[] {
  return text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/)
    .map((piece, index) => ({ text: piece, href: index % 2 === 1 ? piece : null }))
    .filter(({ text: piece }) => piece !== "");
}
