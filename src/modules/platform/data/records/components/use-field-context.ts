"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Suggest } from "@/components/data-table/data-column";
import { useListLocale } from "@/components/data-table/list-locale";
import type { FieldContext, Picks } from "@/components/fields/kind";
import { type NounLoaders, useNounLoaders } from "@/components/fields/noun-loaders";
import { nounIn } from "@/components/fields/use-noun";
import { useWorkspace, type WorkspaceView } from "@/components/layout/workspace-context";
import { tagsName } from "@/lib/fields/custom";
import type { FieldOf, Fields } from "@/lib/fields/field";
import { nounAt } from "@/lib/nouns/all";
import type { NounHead } from "@/lib/nouns/noun-head";
import { fittingSuggestions } from "@/lib/suggestions";
import { useMentionCheck } from "@/modules/platform/data/mentions/components/mention-picker";
import { useNewTag } from "@/modules/platform/data/tags/components/tag-picker";
import { useMemberPicks } from "@/modules/platform/identity/members/components/member-picker";
import { useTeamPicks } from "@/modules/platform/identity/teams/components/team-picker";
import { apiAt, type NounApi } from "@/trpc/noun-api";
import { useApi } from "@/trpc/react";
import { picksOf } from "./noun-picks";

/** The context of the fields on a noun's screen; the object stays the same while nothing in it changes. */
export function useFieldContext(head: NounHead): FieldContext {
  const api = useApi();
  const client = useQueryClient();
  const locale = useListLocale();
  const { member, slug, custom, visibility, can } = useWorkspace();
  const makeTag = useNewTag();
  const members = useMemberPicks();
  const teams = useTeamPicks();
  const loaders = useNounLoaders();
  const checkMentions = useMentionCheck();
  const entity = nounAt(head.path)?.entity;
  const { id, name } = member;
  return useMemo(() => {
    const picks = new Map<string, Picks>([
      ["member", members],
      ["team", teams],
    ]);
    const suggestions = new Map<string, Suggest>();
    return {
      ...locale,
      head,
      href: (path) => `/${slug}${path}`,
      picks: (entity) => kept(picks, entity, () => picksOf(client, api, entity, locale)),
      related: (entity) => fieldsOf(entity, loaders, custom),
      suggestions: (field, options) =>
        kept(suggestions, field, () => suggester(client, apiAt(api, head.path), field, options)),
      maker: (field) => (field === tagsName ? makeTag : undefined),
      mentionCheck: (record) => entity && checkMentions(entity, record),
      mayView: (of) => can(`${of}:view`),
      seesAll: (of) => (visibility[of] ?? "all") === "all",
      self: { id, name },
    };
  }, [
    checkMentions,
    entity,
    makeTag,
    locale,
    members,
    teams,
    loaders,
    custom,
    visibility,
    can,
    client,
    api,
    head,
    slug,
    id,
    name,
  ]);
}

/** Loads the fields of an object, with those that the workspace has added. */
function fieldsOf(
  entity: string,
  loaders: NounLoaders,
  custom: WorkspaceView["custom"],
): (() => Promise<Fields>) | undefined {
  if (entity === "member")
    return async () =>
      (await import("@/modules/platform/identity/members/components/member-filter-fields")).memberFilterFields;
  const load = loaders[entity];
  return load && (async () => nounIn(custom, await load()).allFields);
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
