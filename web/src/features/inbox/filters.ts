import type { Filter } from "../../api/types";
import { optionsOf } from "../../ui/options";

const labels: Record<Filter, string> = {
  open: "Open",
  waiting: "Waiting",
  unassigned: "Unassigned",
  mine: "Just Mine",
  closed: "Closed",
};

/** The filters of the inbox, in the order in which they are offered (MC-06 to MC-10). */
export const filterOptions = optionsOf(labels);

/** The filter of that name; "open" for what is none. */
export function parseFilter(name: string | null): Filter {
  return filterOptions.find(([filter]) => filter === name)?.[0] ?? "open";
}
