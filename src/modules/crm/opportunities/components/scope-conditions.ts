"use client";

import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "@/components/layout/workspace-context";
import type { Condition } from "@/lib/list-filter";
import { useApi } from "@/trpc/react";

/**
 * The condition by which lists have the opportunities of the member, or of their teams; null while the teams load. `teams`
 * is the query that they come from.
 */
export function useScopeConditions(scope: "mine" | "teams") {
  const { member } = useWorkspace();
  const teams = useQuery(useApi().members.get.queryOptions({ id: member.id }, { enabled: scope === "teams" }));
  const mine: Condition = { field: "owner", op: "anyOf", value: ["me"] };
  return { conditions: scope === "mine" ? [mine] : ofTeams(teams.data?.teams, mine), teams };
}

function ofTeams(teams: readonly { id: string | null }[] | undefined, none: Condition): Condition[] | null {
  if (!teams) return null;
  const ids = teams.flatMap(({ id }) => id ?? []);
  return [ids.length === 0 ? none : { field: "team", op: "anyOf", value: ids }];
}
