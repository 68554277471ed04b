import type { Colour, ConsentColours } from "../../api/types";
import { categories, categoryName, colourWord } from "./consent-wording";
import "./consent-dots.css";

/** A dot in the colour of IN-37; its shape tells the colours apart as well. */
export function ConsentDot({ colour }: { colour: Colour }) {
  return (
    <svg class="consent-dot" data-colour={colour} viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="6.500" />
      {colour === "green" && <path d="M5 8.300l2.100 2.100L11.200 6" />}
      {colour === "yellow" && <path d="M8 4.800V8l2.200 1.500" />}
      {colour === "red" && <path d="M5.200 8h5.600" />}
    </svg>
  );
}

/** What a person agreed to, on one line. */
export function ConsentDots({ consent }: { consent: ConsentColours }) {
  return (
    <ul class="consent-dots">
      {categories.map((category) => {
        const { colour } = consent[category];
        return (
          <li key={category} title={`${categoryName(category)}: ${colourWord(colour).toLowerCase()}`}>
            <ConsentDot colour={colour} />
            {categoryName(category)}
            <span class="unseen">: {colourWord(colour).toLowerCase()}</span>
          </li>
        );
      })}
    </ul>
  );
}
