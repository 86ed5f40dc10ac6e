"use client";

import { useCallback } from "react";
import { type Option, OptionList } from "@/components/ui/option-list";
import type { TilePeople } from "@/lib/tiles";
import { useMemberSearch } from "@/modules/platform/identity/members/components/member-picker";
import { useTeamSearch } from "@/modules/platform/identity/teams/components/team-picker";
import { peopleIn, peopleText, usualPeople } from "../rules";

export interface PeopleOptionsProps {
  value: TilePeople;
  onChange(people: TilePeople): void;
}

/** The choices of the menu: all, oneself, one's teams, and teams and members by their names. */
export function PeopleOptions({ value, onChange }: PeopleOptionsProps) {
  const members = useMemberSearch();
  const teams = useTeamSearch();
  const search = useCallback(
    async (text: string): Promise<Option[]> => {
      const wanted = text.trim().toLocaleLowerCase();
      const [foundTeams, foundMembers] = await Promise.all([teams(text), members(text)]);
      return [
        ...usualPeople.filter((one) => one.label.toLocaleLowerCase().includes(wanted)),
        ...foundTeams.map((team) => ({ ...team, value: `team:${team.value}`, note: "Team" })),
        ...foundMembers.map((member) => ({ ...member, value: `owner:${member.value}` })),
      ];
    },
    [members, teams],
  );
  return (
    <OptionList
      label="Find a member or a team"
      search={search}
      value={peopleText(value) ?? "all"}
      onPick={(picked) => onChange(peopleIn(picked.value))}
    />
  );
}
