"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { FieldOption } from "@/components/data-table/data-column";
import type { Picks } from "@/components/fields/kind";
import { RecordMark } from "@/components/ui/noun-icon";
import { nounOf } from "@/lib/nouns/all";
import { wellFormedIds } from "@/lib/zod";
import { apiAt } from "@/trpc/noun-api";
import { type Api, useApi } from "@/trpc/react";

interface PickRow {
  id: string;
  name: string;
}
/** Records of a noun as the values of fields and filters: found by name, and named by their ids, archived ones too. */
export function picksOf(client: QueryClient, api: Api, entity: string): Picks {
  const head = nounOf(entity);
  const { pick } = apiAt(api, head?.path ?? entity);
  const option = ({ id, name }: PickRow): FieldOption => ({
    value: id,
    label: name,
    ...(head?.mark ? { icon: <RecordMark head={head} id={id} name={name} size={16} /> } : {}),
  });
  return {
    search: async (q) => (await client.fetchQuery(pick.queryOptions({ q }))).map(option),
    lookup: async (ids) => (await client.fetchQuery(pick.queryOptions({ ids: wellFormedIds(ids) }))).map(option),
  };
}

/** The same for a component; keeps its identity. */
export function useNounPicks(entity: string): Picks {
  const api = useApi();
  const client = useQueryClient();
  return useMemo(() => picksOf(client, api, entity), [client, api, entity]);
}
