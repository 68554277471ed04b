/** Why a sign-in, or the renewal of one, did not come off. */
export type FaultKind =
  /** The person, or the issuer for them, said no. */
  | "denied"
  /** The browser came back from a sign-in that did not begin here. */
  | "unbegun"
  /** It took too long, or its code was used already. */
  | "expired"
  /** What came back does not fit what was asked. */
  | "forged"
  /** This computer's clock is off. */
  | "clock"
  | "unreachable"
  /** The issuer answered with an error. */
  | "refused"
  /** `/console.json` is missing or wrong. */
  | "settings"
  /** The page was opened without TLS: browsers have no cryptography for it. */
  | "insecure"
  /** The browser keeps nothing for this page. */
  | "storage"
  /** The API does not take the issuer's token. */
  | "not_accepted";

export class SignInFault extends Error {
  readonly kind: FaultKind;
  /** The issuer's own code, where it has the form of one. */
  readonly code: string | null;

  constructor(kind: FaultKind, code?: string) {
    super(kind);
    this.name = "SignInFault";
    this.kind = kind;
    this.code = code !== undefined && /^[a-z_]{1,40}$/.test(code) ? code : null;
  }

  /** Whether the same may succeed in a moment. */
  get temporary(): boolean {
    return this.kind === "unreachable";
  }
}

/** The sentence that a person reads. What the issuer, or the address, says in its own words is not shown: anyone can write an address. */
export function explainFault(fault: SignInFault): string {
  switch (fault.kind) {
    case "denied":
      return "You were not signed in: the sign-in page said no. Try again, or ask your administrator.";
    case "unbegun":
      return "A sign-in that did not begin on this page was refused. Sign in here.";
    case "expired":
      return "That sign-in took too long, or was used already. Sign in again.";
    case "forged":
      return "What the sign-in page answered does not fit what was asked, so it was refused. Sign in again.";
    case "clock":
      return "This computer's clock is wrong. Set its date and time, then sign in again.";
    case "unreachable":
      return "The sign-in page can't be reached. Check your connection and try again.";
    case "refused":
      return `The sign-in page answered with an error${fault.code ? ` (${fault.code})` : ""}. Try again, or tell your administrator.`;
    case "settings":
      return "Signing in is not set up here: /console.json is missing or wrong. Tell your administrator.";
    case "insecure":
      return "This page was opened by an address without https, and nobody can sign in there. Ask your administrator for the right one.";
    case "storage":
      return "This browser keeps nothing for this page, and without that nobody can sign in. Allow site data for it.";
    case "not_accepted":
      return "You signed in, but Memberline does not accept it. Tell your administrator that the audience may be wrong.";
  }
}
