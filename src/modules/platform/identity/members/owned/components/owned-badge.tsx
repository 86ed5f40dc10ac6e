"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { useWorkspace } from "@/components/layout/workspace-context";
import { counted } from "@/lib/counted";
import { type NounEntity, nouns, ownedEntities } from "@/lib/nouns/all";
import { andList } from "@/lib/text";
import { useApi } from "@/trpc/react";

/** How many records of a noun a member owns; a dash where the one who looks cannot know it. */
export function OwnedBadge({ entity, memberId }: { entity: NounEntity; memberId: string }) {
  const api = useApi();
  const { locale, visibility } = useWorkspace();
  const counts = useQuery(api.owned.count.queryOptions({ entity })).data;
  // A member who sees only some of the records cannot know that somebody has none.
  const none = counts && (visibility[entity] ?? "all") === "all" ? (0).toLocaleString(locale) : "–";
  return counts?.find((one) => one.memberId === memberId)?.count.toLocaleString(locale) ?? none;
}

/** All that a member owns, noun by noun, in a sentence. */
export function AllOwnedBadge({ memberId }: { memberId: string }) {
  const api = useApi();
  const { locale } = useWorkspace();
  const answers = useQueries({ queries: ownedEntities.map((entity) => api.owned.count.queryOptions({ entity })) });
  if (answers.some(({ data }) => data === undefined)) return null;
  const counts = answers.map(({ data }) => data?.find((one) => one.memberId === memberId)?.count ?? 0);
  const owned = andList(ownedEntities.map((entity, at) => counted(counts[at] ?? 0, nouns[entity], locale)));
  return <p className="text-muted">{`Now owner of ${owned}.`}</p>;
}
