"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { type NounEntity, nouns, permissionFor } from "@/lib/nouns/all";
import { api } from "@/trpc/react";

/** A record that a search has found; the fields by which pickers tell records of one name apart come along. */
export type FoundRecord = { id: string; name: string } & Readonly<Record<string, unknown>>;

type Asked = Parameters<Parameters<typeof api.useQueries>[0]>[0];
interface PickQueries {
  pick(input: { q: string }, options: object): ReturnType<Asked["accounts"]["pick"]>;
}

const entities = (Object.keys(nouns) as NounEntity[]).toSorted((a, b) => nouns[a].nav.place - nouns[b].nav.place);

/** Records of every noun that the member may see whose name holds the text, noun by noun. */
export function useNounSearch(q: string, can: (permission: string) => boolean) {
  const seen = entities.filter((entity) => can(permissionFor(entity, "view")));
  const options = { enabled: q.length > 0, placeholderData: keepPreviousData };
  const queries = api.useQueries((ask) =>
    seen.map(
      (entity) =>
        (ask as unknown as Readonly<Record<string, PickQueries>>)[nouns[entity].path]?.pick({ q }, options) as never,
    ),
  ) as { data?: FoundRecord[]; error: unknown; isPending: boolean; isPlaceholderData: boolean }[];
  return {
    failure: queries.find((query) => query.error)?.error ?? null,
    busy: queries.some((query) => query.isPending || query.isPlaceholderData),
    found: seen.map((entity, index) => ({ entity, head: nouns[entity], rows: queries[index]?.data ?? [] })),
  };
}
