"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { Avatar } from "@/components/ui/avatar";
import type { Option } from "@/components/ui/option-list";
import { wellFormedIds } from "@/lib/ids";
import { type RouterOutputs, useApi } from "@/trpc/react";

const option = (member: RouterOutputs["members"]["pick"][number]): Option => ({
  value: member.id,
  label: member.name,
  ...(member.isGuest ? { note: "Guest" } : {}),
  icon: <Avatar name={member.name} id={member.id} size={16} placeholder={member.status === "placeholder"} decorative />,
});

/** Finds members who may own records (of a team, if one is given) by name; keep it the same function. */
export function useMemberSearch(teamId?: string): (text: string) => Promise<Option[]> {
  const api = useApi();
  const client = useQueryClient();
  return useCallback(
    async (text: string) => (await client.fetchQuery(api.members.pick.queryOptions({ q: text, teamId }))).map(option),
    [client, api, teamId],
  );
}

/**
 * Finds members whose records or acts somebody looks for: removed ones too, which nobody can choose for anything new. Keep it
 * the same function.
 */
export function usePastMemberSearch(): (text: string) => Promise<Option[]> {
  const api = useApi();
  const client = useQueryClient();
  return useCallback(
    async (text: string) => {
      const found = await client.fetchQuery(api.members.pick.queryOptions({ q: text, removed: true }));
      return found.map((member) => ({
        ...option(member),
        ...(member.status === "removed" ? { note: "Removed" } : {}),
      }));
    },
    [client, api],
  );
}

/** The name of one member, once it is known; also of a removed one. */
export function useMemberName(id: string | null): string | undefined {
  const api = useApi();
  return useQuery(api.members.pick.queryOptions({ ids: [id ?? ""] }, { enabled: id !== null })).data?.[0]?.name;
}

/** Members as the values of fields and filters: found by name, and named by their ids, including removed ones. */
export function useMemberPicks() {
  const api = useApi();
  const client = useQueryClient();
  const search = useMemberSearch();
  const filtered = usePastMemberSearch();
  return useMemo(
    () => ({
      search,
      filtered,
      lookup: async (ids: readonly string[]) => {
        return (await client.fetchQuery(api.members.pick.queryOptions({ ids: wellFormedIds(ids) }))).map(option);
      },
    }),
    [client, api, search, filtered],
  );
}
