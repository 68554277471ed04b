import type { Journey } from "./types";

/** The journeys that can be chosen, in the order in which they are offered. */
export const journeys: readonly Journey[] = ["Loan Application", "New Membership", "Elle Chat"];
