"use client";

import { useMemo } from "react";
import type { Suggest } from "@/components/data-table/data-column";
import { useListLocale } from "@/components/data-table/list-locale";
import type { FieldContext, Picks } from "@/components/fields/kind";
import { useWorkspace } from "@/components/layout/workspace-context";
import { tagsName } from "@/lib/fields/custom";
import type { FieldOf } from "@/lib/fields/field";
import type { NounHead } from "@/lib/nouns/noun-head";
import { fittingSuggestions } from "@/lib/suggestions";
import { useMemberPicks } from "@/modules/platform/members/components/member-picker";
import { useNewTag } from "@/modules/platform/tags/components/tag-picker";
import { api } from "@/trpc/react";
import { picksOf } from "./noun-picks";

interface GroupValue {
  value: string | null;
  count: number;
}
type GroupsClient = { groups: { fetch(input: object, options: { staleTime: number }): Promise<GroupValue[]> } };
type Utils = ReturnType<typeof api.useUtils>;

/** The context of the fields on a noun's screen; the object stays the same while nothing in it changes. */
export function useFieldContext(head: NounHead): FieldContext {
  const locale = useListLocale();
  const { member, slug } = useWorkspace();
  const makeTag = useNewTag();
  const utils = api.useUtils();
  const members = useMemberPicks();
  const { id, name } = member;
  return useMemo(() => {
    const picks = new Map<string, Picks>([["member", members]]);
    const suggestions = new Map<string, Suggest>();
    return {
      ...locale,
      head,
      href: (path) => `/${slug}${path}`,
      picks: (entity) => kept(picks, entity, () => picksOf(utils, entity)),
      suggestions: (field, options) => kept(suggestions, field, () => suggester(utils, head, field, options)),
      maker: (field) => (field === tagsName ? makeTag : undefined),
      self: { id, name },
    };
  }, [makeTag, locale, members, utils, head, slug, id, name]);
}

function kept<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

/** The values of the workspace's records, the most frequent first, then the usual ones. */
function suggester(
  utils: Utils,
  { path }: NounHead,
  name: string,
  { groupable, usual = [] }: FieldOf<"text">,
): Suggest {
  const { groups } = (utils as unknown as Readonly<Record<string, GroupsClient>>)[path] as GroupsClient;
  const ask = (text: string) =>
    groups.fetch(
      { group: name, ...(text && { conditions: [{ field: name, op: "contains", value: text }] }) },
      { staleTime: 60_000 },
    );
  return async (text) => {
    // All groups are fetched once. A list with more groups than it returns is fetched again with each text.
    const groups = groupable ? await ask("").catch(() => ask(text.trim()).catch(() => [])) : [];
    const used = groups.toSorted((a, b) => b.count - a.count).flatMap(({ value }) => value ?? []);
    return fittingSuggestions(text, [...used, ...usual]);
  };
}
