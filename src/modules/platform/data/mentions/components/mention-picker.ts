"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import type { MentionSource, UnreachedMember } from "@/components/rich-text/mentions";
import { type NounEntity, nounOf } from "@/lib/nouns/all";
import { useApi } from "@/trpc/react";
import { partsOf } from "../rules";

/** The server refuses a longer text, and no name is so long. */
const longestText = 200;

/** How mentions are found and named in this workspace; it keeps its identity. */
export function useWorkspaceMentions(): MentionSource {
  const api = useApi();
  const client = useQueryClient();
  const { slug } = useWorkspace();
  return useMemo(() => {
    return {
      async labels(mentions) {
        const labels = [];
        // One part after the other: asked together, they would go in one address, which is too long for the server.
        for (const part of partsOf(mentions))
          labels.push(...(await client.fetchQuery(api.mentions.labels.queryOptions({ mentions: part }))).labels);
        return labels.map(({ archived, ...one }) => ({ ...one, removed: archived && !nounOf(one.entity) }));
      },
      href({ entity, id }) {
        const head = nounOf(entity);
        return head ? `/${slug}/${head.path}/${id}` : null;
      },
      async suggest(text) {
        const q = text.slice(0, longestText);
        const { members, records, recordsFirst } = await client.fetchQuery(api.mentions.suggest.queryOptions({ q }));
        return {
          recordsFirst,
          members: members.map(({ id, name }) => ({ entity: "member", id, label: name })),
          records: records.map(({ entity, id, label, facts }) => ({
            ...{ entity, id, label },
            note: [nounOf(entity)?.one, ...facts.map((fact) => ("text" in fact ? fact.text : null))]
              .filter(Boolean)
              .join(" · "),
          })),
        };
      },
    };
  }, [api, client, slug]);
}

/** Returns a check that names the members who would not be notified of a mention in a text of a record. */
export function useMentionCheck(): (entity: NounEntity, id: string | null) => NonNullable<MentionSource["check"]> {
  const api = useApi();
  const client = useQueryClient();
  return useMemo(
    () => (entity, id) => async (memberIds) => {
      const found: UnreachedMember[] = [];
      for (const part of partsOf(memberIds)) {
        const asked = api.mentions.check.queryOptions({ entity, id, memberIds: part }, { staleTime: 0 });
        const { members } = await client.fetchQuery(asked);
        found.push(...members.map((one) => ({ ...one, name: one.name ?? "Somebody" })));
      }
      return found;
    },
    [api, client],
  );
}
