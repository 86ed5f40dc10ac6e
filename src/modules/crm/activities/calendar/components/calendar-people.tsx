"use client";

import { UsersRound } from "lucide-react";
import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Segmented } from "@/components/ui/segmented";
import { SeveralList } from "@/components/ui/several-list";
import { counted } from "@/lib/counted";
import { useMemberName, useMemberSearch } from "@/modules/platform/identity/members/components/member-picker";
import { mostPeople } from "../rules";
import type { CalendarPeople } from "../schema";

interface CalendarPeopleProps {
  people: CalendarPeople;
  onChange(people: CalendarPeople): void;
}

const words = { one: "person", many: "people" };

/** Whose activities are shown: mine, those of my teams, or those of chosen members. */
export function PeopleMenu({ people, onChange }: CalendarPeopleProps) {
  const [open, setOpen] = useState(false);
  const { locale } = useListLocale();
  const search = useMemberSearch();
  const chosen = typeof people === "string" ? [] : people;
  const name = useMemberName(chosen.length === 1 ? (chosen[0] ?? null) : null);
  const several = name ?? counted(chosen.length, words, locale);
  const label = typeof people === "string" ? { mine: "Mine", teams: "My teams" }[people] : several;
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button size="sm" aria-label={`People ${label}`} icon={<UsersRound aria-hidden />}>
          <span className="text-muted phone:hidden">People</span> <span className="max-w-40 truncate">{label}</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="People" align="end" className="w-72">
        <div className="p-1 pb-2">
          <Segmented
            aria-label="Whose activities"
            look="field"
            options={[
              { value: "mine", label: "Mine" },
              { value: "teams", label: "My teams" },
            ]}
            value={typeof people === "string" ? people : ("" as "mine")}
            onValueChange={(next) => onChange(next)}
          />
        </div>
        <SeveralList
          label="Find a member"
          search={search}
          values={chosen}
          onChange={(values) => onChange(values.length > 0 ? values.slice(0, mostPeople) : "mine")}
        />
      </PopoverContent>
    </Popover>
  );
}
