"use client";

import { useCallback } from "react";
import type { Option } from "@/components/ui/option-list";
import { api } from "@/trpc/react";

/** Finds teams by name; the same function on every render. */
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
