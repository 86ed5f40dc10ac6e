"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { type NounEntity, nounOf } from "@/lib/nouns/all";
import type { Mention } from "@/lib/rich-text/rich-text";
import type { SearchFact } from "@/lib/search";
import { useApi } from "@/trpc/react";
import { partsOf } from "./rules";

/** The record of a text; without an id one that is not saved yet. */
interface Source {
  entity: NounEntity;
  id: string | null;
}

/** How mentions are found and named for this reader, and who would not be notified of one in a text of `source`. */
export function useMentionsOf(source: Source | null) {
  const api = useApi();
  const client = useQueryClient();
  const { href } = useWorkspace();
  const { entity, id } = source ?? { entity: null, id: null };
  return useMemo(() => {
    const near = entity && id ? { near: { entity, id } } : {};
    return {
      async labels(mentions: readonly Mention[]) {
        const labels = [];
        // One part after the other: asked together, they would go in one address, which is too long for the server.
        for (const part of partsOf(mentions))
          labels.push(...(await client.fetchQuery(api.mentions.labels.queryOptions({ mentions: part }))).labels);
        return labels.map(({ archived, ...one }) => ({ ...one, removed: archived && !nounOf(one.entity) }));
      },
      href: (mention: Mention) => {
        const head = nounOf(mention.entity);
        return head ? href(`/${head.path}/${mention.id}`) : null;
      },
      async suggest(text: string) {
        // An address holds no longer text, and no name is so long.
        const asked = { q: text.slice(0, longestText), ...near };
        const { members, records } = await client.fetchQuery(api.mentions.suggest.queryOptions(asked));
        return {
          members: members.map(({ id: memberId, name }) => ({ entity: "member", id: memberId, label: name })),
          records: records.map(({ facts, ...one }) => ({ ...one, note: noteOf(facts) })),
        };
      },
      async check(memberIds: readonly string[]) {
        if (!entity) return [];
        const found = [];
        for (const part of partsOf(memberIds)) {
          const asked = api.mentions.check.queryOptions({ entity, id, memberIds: part }, { staleTime: 0 });
          found.push(...(await client.fetchQuery(asked)).members);
        }
        return found.map(({ id: memberId, name, reason }) => ({ id: memberId, name: name ?? "Somebody", reason }));
      },
    };
  }, [api, client, href, entity, id]);
}

const longestText = 200;

/** The first words that tell a record from others of its name. */
const noteOf = (facts: readonly SearchFact[]): string | undefined =>
  facts.flatMap((fact) => ("text" in fact ? [fact.text] : []))[0];
