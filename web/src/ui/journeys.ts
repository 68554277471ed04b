import type { Journey } from "../api/types";
import { optionsOf } from "./options";

/** The journeys to choose from, in the order in which they are offered. */
export const journeyOptions = optionsOf<Journey>({
  "Loan Application": "Loan Application",
  "New Membership": "New Membership",
  "Elle Chat": "Elle Chat",
});
