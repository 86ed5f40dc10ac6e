"use client";

import { useQuery } from "@tanstack/react-query";
import { Target, User, UsersRound } from "lucide-react";
import { ChoiceMenu } from "@/components/data-table/choice-menu";
import { FilterRow } from "@/components/data-table/filter-row";
import { OptionFilter } from "@/components/data-table/option-filter";
import { useWorkspace } from "@/components/layout/workspace-context";
import { nounEntities, nounOf, permissionFor } from "@/lib/nouns/all";
import { capital } from "@/lib/text";
import { useMemberName, usePastMemberSearch } from "@/modules/platform/identity/members/components/member-picker";
import { useApi } from "@/trpc/react";
import type { FeedState } from "./feed-request";

interface UpdatesFiltersProps {
  state: FeedState;
  onChange(next: Partial<FeedState>): void;
}

const everyone = "everyone";

/** The filters of the page: a team, a person, a kind of record. */
export function UpdatesFilters({ state, onChange }: UpdatesFiltersProps) {
  const { can } = useWorkspace();
  const person = useMemberName(state.person);
  const search = usePastMemberSearch();
  const kinds = nounEntities.flatMap((entity) => {
    const head = nounOf(entity);
    return head && !head.settings && can(permissionFor(entity, "view"))
      ? [{ value: entity, label: capital(head.many) }]
      : [];
  });
  return (
    <FilterRow className="shrink-0 hairline-b">
      <TeamMenu team={state.team} onTeam={(team) => onChange({ team })} />
      <OptionFilter
        label="Person"
        icon={<User aria-hidden />}
        value={state.person && (person ?? "Member")}
        onRemove={() => onChange({ person: null })}
        find="Find a member"
        search={search}
        picked={state.person}
        onPick={({ value }) => onChange({ person: value })}
      />
      <OptionFilter
        label="Record"
        icon={<Target aria-hidden />}
        value={state.object && (kinds.find(({ value }) => value === state.object)?.label ?? "Other records")}
        onRemove={() => onChange({ object: null })}
        find="Find a kind of record"
        options={kinds}
        picked={state.object}
        onPick={({ value }) => onChange({ object: value })}
      />
    </FilterRow>
  );
}

/** Everyone, and the teams that the member is in; of owners and admins all teams. */
function TeamMenu({ team, onTeam }: { team: string | null; onTeam(team: string | null): void }) {
  const { member, role } = useWorkspace();
  const teams = useQuery(useApi().teams.list.queryOptions({})).data ?? [];
  const seesAll = role === "owner" || role === "admin";
  const own = teams.filter(
    ({ id, members, memberCount }) =>
      // Of a large team only some members are listed.
      seesAll || id === team || memberCount > members.length || members.some((one) => one.id === member.id),
  );
  return (
    <ChoiceMenu
      label="Whose changes"
      quiet
      icon={<UsersRound aria-hidden />}
      align="start"
      value={team ?? everyone}
      options={[{ value: everyone, label: "Everyone" }, ...own.map(({ id, name }) => ({ value: id, label: name }))]}
      shown={team ? (own.find(({ id }) => id === team)?.name ?? "One team") : "Everyone"}
      onChange={(value) => onTeam(value === everyone ? null : value)}
    />
  );
}
