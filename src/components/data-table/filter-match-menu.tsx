"use client";

import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuRadioGroup, MenuRadioItem, MenuTrigger } from "@/components/ui/menu";
import type { ListFilter } from "@/lib/list";

/** "Match: All": whether all filters of the bar must hold, or any one. */
export function FilterMatchMenu(props: { match: ListFilter["match"]; onChange(match: ListFilter["match"]): void }) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="sm">
          <span>
            Match: <span className="text-text">{props.match === "any" ? "Any" : "All"}</span>
          </span>
        </Button>
      </MenuTrigger>
      <MenuContent>
        <MenuRadioGroup value={props.match} onValueChange={(match) => props.onChange(match === "any" ? "any" : "all")}>
          <MenuRadioItem value="all">All filters</MenuRadioItem>
          <MenuRadioItem value="any">Any filter</MenuRadioItem>
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
