"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Mention } from "@/lib/rich-text/rich-text";
import { type RouterInputs, type RouterOutputs, useApi } from "@/trpc/react";
import { idsAtOnce } from "./rules";

type Label = RouterOutputs["mentions"]["labels"]["labels"][number];
type Unreached = RouterOutputs["mentions"]["check"]["members"][number];

/** Parts of a list that fit an address. */
const partsOf = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / idsAtOnce) }, (_, at) => all.slice(at * idsAtOnce, (at + 1) * idsAtOnce));

/** The names of mentions by "entity id"; null for what the reader may not see. Undefined while they load. */
export function useMentionLabels(mentions: readonly Mention[]) {
  const api = useApi();
  const client = useQueryClient();
  const keys = mentions.map(({ entity, id }) => `${entity} ${id}`);
  return useQuery({
    queryKey: [...api.mentions.labels.pathKey(), "all", keys],
    enabled: mentions.length > 0,
    queryFn: async () => {
      const labels: Label[] = [];
      for (const part of partsOf(mentions))
        labels.push(...(await client.fetchQuery(api.mentions.labels.queryOptions({ mentions: part }))).labels);
      return Object.fromEntries(
        labels.map(({ entity, id, label, archived }) => [`${entity} ${id}`, { label, archived }]),
      );
    },
  });
}

/** Returns the members who would not be notified of a mention in a text of a record. */
export function useCheckMentions(): (
  text: Omit<RouterInputs["mentions"]["check"], "memberIds">,
  memberIds: readonly string[],
) => Promise<Unreached[]> {
  const api = useApi();
  const client = useQueryClient();
  return async (text, memberIds) => {
    const found: Unreached[] = [];
    for (const part of partsOf(memberIds)) {
      const asked = api.mentions.check.queryOptions({ ...text, memberIds: part }, { staleTime: 0 });
      found.push(...(await client.fetchQuery(asked)).members);
    }
    return found;
  };
}
