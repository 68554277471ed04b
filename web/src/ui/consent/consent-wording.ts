import type { Category, Colour, ConsentColour } from "../../api/types";
import { optionsOf } from "../options";

const names: Record<Category, string> = { service: "Service", automation: "Automation", marketing: "Marketing" };

const words: Record<Colour, string> = { red: "No consent", yellow: "Pending", green: "Consented" };

/** The categories to choose from, in the order in which they are shown. */
export const categoryOptions = optionsOf(names);

/** The same without their names. */
export const categories: readonly Category[] = categoryOptions.map(([category]) => category);

export function categoryName(category: Category): string {
  return names[category];
}

/** IN-37 in words, for those who cannot tell the colours apart. */
export function colourWord(colour: Colour): string {
  return words[colour];
}

/** What a consent holds for where that is more than the one application (IN-39). */
export function scopeWords(scope: ConsentColour["scope"]): string | null {
  switch (scope) {
    case "partner":
      return "for all of the partner's applications";
    case "organisation":
      return "for the whole institution";
    default:
      return null;
  }
}
