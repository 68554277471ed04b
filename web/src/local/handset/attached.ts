/** What a handset attaches: the address of a sample, or a file of its own. */
export type Attached = string | { content_type: string; data: string };

/** A file as a handset attaches it. It says what it claims to be; the product looks at the content. */
export async function attach(file: Blob): Promise<Attached> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { content_type: file.type || "application/octet-stream", data: base64(bytes) };
}

/**
 * A PDF with the EICAR test string in it, which every malware scanner finds and which does no harm
 * (https://www.eicar.org/download-anti-malware-testfile/). In base 64 here, so that no scanner finds this page.
 */
export function eicarFile(): Blob {
  const eicar = atob("WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=");
  return new Blob([`%PDF-1.4\n${eicar}\n%%EOF\n`], { type: "application/pdf" });
}

function base64(bytes: Uint8Array): string {
  const piece = 0x8000;
  let text = "";
  for (let at = 0; at < bytes.length; at += piece) text += String.fromCharCode(...bytes.subarray(at, at + piece));
  return btoa(text);
}
