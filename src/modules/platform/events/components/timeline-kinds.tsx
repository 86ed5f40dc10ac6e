"use client";

import { ListFilter } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuRadioGroup, MenuRadioItem, MenuTrigger } from "@/components/ui/menu";
import { type TimelineKind, timelineKinds } from "../rules";

export const kindLabels: Readonly<Record<TimelineKind, string>> = {
  changes: "Changes",
  stages: "Stage moves",
  imports: "Imports",
};

/** What a timeline tells: everything, or one kind. */
export function KindMenu(props: { kind: TimelineKind | null; onKind: (kind: TimelineKind | null) => void }) {
  const { kind, onKind } = props;
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button size="sm" variant="ghost" icon={<ListFilter aria-hidden />} className="ml-auto">
          <span className="sr-only">Kinds of entries: </span>
          {kind ? kindLabels[kind] : "All kinds"}
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuRadioGroup
          value={kind ?? "all"}
          onValueChange={(value) => onKind(timelineKinds.find((one) => one === value) ?? null)}
        >
          <MenuRadioItem value="all">All kinds</MenuRadioItem>
          {timelineKinds.map((one) => (
            <MenuRadioItem key={one} value={one}>
              {kindLabels[one]}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
