"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Suggest } from "@/components/data-table/data-column";
import { useListLocale } from "@/components/data-table/list-locale";
import type { FieldContext, Picks } from "@/components/fields/kind";
import { useWorkspace } from "@/components/layout/workspace-context";
import { tagsName } from "@/lib/fields/custom";
import type { FieldOf } from "@/lib/fields/field";
import { nounAt } from "@/lib/nouns/all";
import type { NounHead } from "@/lib/nouns/noun-head";
import { fittingSuggestions } from "@/lib/suggestions";
import { useMentionCheck } from "@/modules/platform/data/mentions/components/mention-picker";
import { useNewTag } from "@/modules/platform/data/tags/components/tag-picker";
import { useMemberPicks } from "@/modules/platform/identity/members/components/member-picker";
import { apiAt, type NounApi } from "@/trpc/noun-api";
import { useApi } from "@/trpc/react";
import { picksOf } from "./noun-picks";

/** The context of the fields on a noun's screen; the object stays the same while nothing in it changes. */
export function useFieldContext(head: NounHead): FieldContext {
  const api = useApi();
  const client = useQueryClient();
  const locale = useListLocale();
  const { member, slug } = useWorkspace();
  const makeTag = useNewTag();
  const members = useMemberPicks();
  const checkMentions = useMentionCheck();
  const entity = nounAt(head.path)?.entity;
  const { id, name } = member;
  return useMemo(() => {
    const picks = new Map<string, Picks>([["member", members]]);
    const suggestions = new Map<string, Suggest>();
    return {
      ...locale,
      head,
      href: (path) => `/${slug}${path}`,
      picks: (entity) => kept(picks, entity, () => picksOf(client, api, entity, locale)),
      suggestions: (field, options) =>
        kept(suggestions, field, () => suggester(client, apiAt(api, head.path), field, options)),
      maker: (field) => (field === tagsName ? makeTag : undefined),
      mentionCheck: (record) => entity && checkMentions(entity, record),
      self: { id, name },
    };
  }, [checkMentions, entity, makeTag, locale, members, client, api, head, slug, id, name]);
}

function kept<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

/** The values of the workspace's records, the most frequent first, then the usual ones. */
function suggester(
  client: QueryClient,
  { groups: listed }: NounApi,
  name: string,
  { groupable, usual = [] }: FieldOf<"text">,
): Suggest {
  const ask = (text: string) =>
    client.fetchQuery(
      listed.queryOptions(
        { group: name, ...(text && { conditions: [{ field: name, op: "contains", value: text }] }) },
        { staleTime: 60_000 },
      ),
    );
  return async (text) => {
    // All groups are fetched once. A list with more groups than it returns is fetched again with each text.
    const groups = groupable ? await ask("").catch(() => ask(text.trim()).catch(() => [])) : [];
    const used = groups.toSorted((a, b) => b.count - a.count).flatMap(({ value }) => value ?? []);
    return fittingSuggestions(text, [...used, ...usual]);
  };
}
