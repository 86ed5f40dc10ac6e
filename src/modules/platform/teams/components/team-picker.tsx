"use client";

import { useCallback, useMemo } from "react";
import type { Option } from "@/components/ui/option-list";
import { api } from "@/trpc/react";

/** Finds teams by name; keep it the same function. */
export function useTeamSearch(): (text: string) => Promise<Option[]> {
  const utils = api.useUtils();
  return useCallback(
    async (text: string) => {
      const teams = await utils.teams.list.fetch({});
      const wanted = text.trim().toLocaleLowerCase();
      return teams
        .filter((team) => team.name.toLocaleLowerCase().includes(wanted))
        .map((team) => ({ value: team.id, label: team.name }));
    },
    [utils],
  );
}

/** Teams as the values of a filter: found by name, and named by their ids. */
export function useTeamPicks() {
  const utils = api.useUtils();
  const search = useTeamSearch();
  return useMemo(
    () => ({
      search,
      lookup: async (ids: readonly string[]) => {
        const teams = await utils.teams.list.fetch({});
        return teams.filter((team) => ids.includes(team.id)).map((team) => ({ value: team.id, label: team.name }));
      },
    }),
    [utils, search],
  );
}
