/** What a file is, for people: "Picture", "PDF". */
export function fileKind(contentType: string | null): string {
  const type = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type.startsWith("image/")) return "Picture";
  if (type === "application/pdf") return "PDF";
  if (type.startsWith("video/")) return "Video";
  if (type.startsWith("audio/")) return "Recording";
  if (type === "text/vcard" || type === "text/x-vcard") return "Contact card";
  return "Document";
}

/** A size: "812 bytes", "64 KB", "1.2 MB". */
export function fileSize(bytes: number): string {
  if (bytes < 1_000) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Kind, and size where it is known: "PDF, 64 KB". */
export function fileSentence(file: { content_type: string | null; bytes: number | null }): string {
  const kind = fileKind(file.content_type);
  return file.bytes === null ? kind : `${kind}, ${fileSize(file.bytes)}`;
}
