import type { Category, ConsentColours } from "../../api/types";
import { exactTime, shortDate } from "../../time/format";
import { ConsentDot } from "../../ui/consent/consent-dots";
import { categories, categoryName, colourWord, scopeWords } from "../../ui/consent/consent-wording";

/** Each category with its colour, and a way to ask (IN-38). A question that was put is put again by a person only. */
export function ConsentRows(props: {
  name: string;
  consent: ConsentColours;
  now: number;
  busy: boolean;
  mayAsk: boolean;
  onAsk: (category: Category) => void;
}) {
  const { name, consent, now, busy, mayAsk, onAsk } = props;
  return (
    <ul class="consent-rows" aria-label={`Consent of ${name}`}>
      {categories.map((category) => {
        const { colour, since, scope } = consent[category];
        const again = colour === "yellow";
        const about = categoryName(category).toLowerCase();
        return (
          <li key={category}>
            <ConsentDot colour={colour} />
            <span class="consent-category">{categoryName(category)}</span>
            <span class="consent-word" title={since ? exactTime(since) : undefined}>
              {colourWord(colour)}
              {since && colour !== "red" && ` ${shortDate(since, now)}`}
              {colour === "green" && scopeWords(scope) && <small>{scopeWords(scope)}</small>}
            </span>
            {colour !== "green" && mayAsk && (
              <button
                type="button"
                class="text-button"
                aria-label={again ? `Resend ${name} the question about ${about}` : `Ask for consent to ${about}: ${name}`}
                title={again ? "Resend the question" : "Ask for consent by text"}
                disabled={busy}
                onClick={() => onAsk(category)}
              >
                {again ? "Resend" : "Ask for consent"}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
