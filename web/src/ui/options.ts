/** What can be chosen, each with its label. */
export type Options<T extends string> = readonly (readonly [T, string])[];

/** The options that a record of labels is, in its order. */
export function optionsOf<T extends string>(labels: Record<T, string>): Options<T> {
  // A record has no keys but those of its type where it is written out as one.
  return Object.entries(labels) as [T, string][];
}
