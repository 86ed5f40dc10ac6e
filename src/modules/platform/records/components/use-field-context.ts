"use client";

import { useMemo } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import type { FieldContext, Picks } from "@/components/fields/kind";
import { useWorkspace } from "@/components/layout/workspace-context";
import { nounOf } from "@/lib/nouns/all";
import { wellFormedIds } from "@/lib/zod";
import { useMemberPicks } from "@/modules/platform/members/components/member-picker";
import { api } from "@/trpc/react";

interface PickRow {
  id: string;
  name: string;
}
type PickClient = { pick: { fetch(input: { q?: string; ids?: string[] }): Promise<PickRow[]> } };

const option = ({ id, name }: PickRow) => ({ value: id, label: name });

/** What the fields of a screen need to know around them; keeps its identity while nothing of it changes. */
export function useFieldContext(): FieldContext {
  const locale = useListLocale();
  const { member } = useWorkspace();
  const utils = api.useUtils();
  const members = useMemberPicks();
  const { id, name } = member;
  return useMemo(() => {
    const known = new Map<string, Picks>([["member", members]]);
    function picks(entity: string): Picks {
      const found = known.get(entity);
      if (found) return found;
      const path = nounOf(entity)?.path ?? entity;
      const { pick } = (utils as unknown as Readonly<Record<string, PickClient>>)[path] as PickClient;
      const made: Picks = {
        search: async (q) => (await pick.fetch({ q })).map(option),
        lookup: async (ids) => (await pick.fetch({ ids: wellFormedIds(ids) })).map(option),
      };
      known.set(entity, made);
      return made;
    }
    return { ...locale, picks, self: { id, name } };
  }, [locale, members, utils, id, name]);
}
