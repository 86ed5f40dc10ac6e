"use client";

import { useMemo } from "react";
import type { FieldOption } from "@/components/data-table/data-column";
import type { Picks } from "@/components/fields/kind";
import { RecordMark } from "@/components/ui/noun-icon";
import { nounOf } from "@/lib/nouns/all";
import { wellFormedIds } from "@/lib/zod";
import { api } from "@/trpc/react";

interface PickRow {
  id: string;
  name: string;
}
type PickClient = { pick: { fetch(input: { q?: string; ids?: string[] }): Promise<PickRow[]> } };

/** Records of a noun as the values of fields and filters: found by name, and named by their ids, archived ones too. */
export function picksOf(utils: ReturnType<typeof api.useUtils>, entity: string): Picks {
  const head = nounOf(entity);
  const { pick } = (utils as unknown as Readonly<Record<string, PickClient>>)[head?.path ?? entity] as PickClient;
  const option = ({ id, name }: PickRow): FieldOption => ({
    value: id,
    label: name,
    ...(head?.mark ? { icon: <RecordMark head={head} id={id} name={name} size={16} /> } : {}),
  });
  return {
    search: async (q) => (await pick.fetch({ q })).map(option),
    lookup: async (ids) => (await pick.fetch({ ids: wellFormedIds(ids) })).map(option),
  };
}

/** The same for a component; keeps its identity. */
export function useNounPicks(entity: string): Picks {
  const utils = api.useUtils();
  return useMemo(() => picksOf(utils, entity), [utils, entity]);
}
