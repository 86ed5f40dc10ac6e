"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, UsersRound } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { lazyPart } from "@/components/ui/lazy-part";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { TilePeople } from "@/lib/tiles";
import { useMemberName } from "@/modules/platform/identity/members/components/member-picker";
import { useApi } from "@/trpc/react";
import { usualPeople } from "../rules";
import type { PeopleOptionsProps } from "./people-options";

const PeopleOptions = lazyPart<PeopleOptionsProps>(
  () => import("./people-options").then((part) => part.PeopleOptions),
  { of: "the members", takesTyping: true },
);

export interface PeopleMenuProps {
  value: TilePeople;
  onChange(people: TilePeople): void;
  /** An icon alone, on phones. */
  compact?: boolean;
}

/** Whose figures are shown: everyone's, one's own, those of one's teams, of one team or of one member. */
export function PeopleMenu({ value, onChange, compact }: PeopleMenuProps) {
  const [open, setOpen] = useState(false);
  const label = usePeopleName(value);
  function choose(people: TilePeople): void {
    setOpen(false);
    onChange(people);
  }
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        {compact ? (
          <IconButton label={`Figures of: ${label}`} icon={<UsersRound aria-hidden />} />
        ) : (
          <Button variant="ghost" aria-label={`Figures of: ${label}`} icon={<UsersRound aria-hidden />}>
            {label}
            <ChevronDown aria-hidden />
          </Button>
        )}
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Whose figures" className="w-64 phone:w-full">
        <PeopleOptions value={value} onChange={choose} />
      </PopoverContent>
    </Popover>
  );
}

function usePeopleName(people: TilePeople): string {
  const owner = typeof people === "object" && "owner" in people ? people.owner : null;
  const team = typeof people === "object" && "team" in people ? people.team : null;
  const member = useMemberName(owner);
  const teams = useQuery(useApi().teams.list.queryOptions({}, { enabled: team !== null })).data;
  if (owner) return member ?? "One member";
  if (team) return teams?.find(({ id }) => id === team)?.name ?? "One team";
  return usualPeople.find((one) => one.value === people)?.label ?? "Everyone";
}
