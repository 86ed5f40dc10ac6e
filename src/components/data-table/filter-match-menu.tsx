"use client";

import { ChoiceMenu } from "@/components/data-table/choice-menu";
import type { ListFilter } from "@/lib/list-filter";

const ways = [
  { value: "all", label: "All filters" },
  { value: "any", label: "Any filter" },
] as const;

/** "Match: All": whether all filters of the bar must match, or any one. */
export function FilterMatchMenu(props: { match: ListFilter["match"]; onChange(match: ListFilter["match"]): void }) {
  return (
    <ChoiceMenu
      label="Match"
      align="start"
      value={props.match}
      shown={props.match === "any" ? "Any" : "All"}
      options={ways}
      onChange={props.onChange}
    />
  );
}
