"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { Option } from "@/components/ui/option-list";
import { useApi } from "@/trpc/react";

/** Finds teams by name; keep it the same function. */
export function useTeamSearch(): (text: string) => Promise<Option[]> {
  const api = useApi();
  const client = useQueryClient();
  return useCallback(
    async (text: string) => {
      const teams = await client.fetchQuery(api.teams.list.queryOptions({}));
      const wanted = text.trim().toLocaleLowerCase();
      return teams
        .filter((team) => team.name.toLocaleLowerCase().includes(wanted))
        .map((team) => ({ value: team.id, label: team.name }));
    },
    [client, api],
  );
}

/** Teams as the values of a filter: found by name, and named by their ids. */
export function useTeamPicks() {
  const api = useApi();
  const client = useQueryClient();
  const search = useTeamSearch();
  return useMemo(
    () => ({
      search,
      lookup: async (ids: readonly string[]) => {
        const teams = await client.fetchQuery(api.teams.list.queryOptions({}));
        return teams.filter((team) => ids.includes(team.id)).map((team) => ({ value: team.id, label: team.name }));
      },
    }),
    [client, api, search],
  );
}
