"use client";

import { useCallback, useMemo } from "react";
import { Avatar } from "@/components/ui/avatar";
import type { Option } from "@/components/ui/option-list";
import { wellFormedIds } from "@/lib/zod";
import { api, type RouterOutputs } from "@/trpc/react";

const option = (member: RouterOutputs["members"]["pick"][number]): Option => ({
  value: member.id,
  label: member.name,
  icon: <Avatar name={member.name} id={member.id} size={16} placeholder={member.status === "placeholder"} decorative />,
});

/** Finds members who may own records (of a team, if one is given) by name; keep it the same function. */
export function useMemberSearch(teamId?: string): (text: string) => Promise<Option[]> {
  const utils = api.useUtils();
  return useCallback(
    async (text: string) => (await utils.members.pick.fetch({ q: text, teamId })).map(option),
    [utils, teamId],
  );
}

/** The name of one member, once it is known; also of a removed one. */
export function useMemberName(id: string | null): string | undefined {
  return api.members.pick.useQuery({ ids: [id ?? ""] }, { enabled: id !== null }).data?.[0]?.name;
}

/** Members as the values of a filter: found by name, and named by their ids, including removed ones. */
export function useMemberPicks() {
  const utils = api.useUtils();
  const search = useMemberSearch();
  return useMemo(
    () => ({
      search,
      lookup: async (ids: readonly string[]) => {
        return (await utils.members.pick.fetch({ ids: wellFormedIds(ids) })).map(option);
      },
    }),
    [utils, search],
  );
}
