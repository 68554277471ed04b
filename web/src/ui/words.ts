/** A machine's word for people: "out_of_order" as "Out of order". */
export function plainWords(code: string): string {
  const words = code.replaceAll("_", " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** How many parts a carrier cuts a text into: "1 segment", "3 segments". */
export function segmentCount(segments: number): string {
  return segments === 1 ? "1 segment" : `${segments} segments`;
}
