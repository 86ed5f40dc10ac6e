"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { FieldOption } from "@/components/data-table/data-column";
import { type ListLocale, useListLocale } from "@/components/data-table/list-locale";
import type { Picks } from "@/components/fields/kind";
import { useWorkspace } from "@/components/layout/workspace-context";
import { RecordMark } from "@/components/ui/noun-icon";
import type { Entry } from "@/lib/fields/entries";
import { wellFormedIds } from "@/lib/ids";
import { formatMoney } from "@/lib/money";
import { type NounEntity, nounOf, permissionFor } from "@/lib/nouns/all";
import type { NounHead } from "@/lib/nouns/noun-head";
import type { Money } from "@/lib/zod";
import { apiAt } from "@/trpc/noun-api";
import { type Api, useApi, useApiClient } from "@/trpc/react";

interface PickRow {
  id: string;
  name: string;
  [fact: string]: unknown;
}

/** A record as a choice, with the first fact that tells it from others of its name. */
export function optionOf(entity: string, { id, name, ...facts }: PickRow, at: ListLocale): FieldOption {
  const head = nounOf(entity);
  const [note] = Object.values(facts).flatMap((fact) => noteOf(fact, at) ?? []);
  return {
    value: id,
    label: name,
    ...(head?.mark ? { icon: <RecordMark head={head} id={id} name={name} size={16} /> } : {}),
    note,
  };
}

function noteOf(fact: unknown, at: ListLocale): string | null {
  const [first] = Array.isArray(fact) ? (fact as Entry[]) : [];
  if (first) return first.value;
  if (typeof fact === "string") return fact;
  const { amount, currency, name = null } = (fact ?? {}) as Partial<Money & { name: string }>;
  return amount === undefined || currency === undefined ? name : formatMoney(amount, currency, at);
}

/** Records of a noun as the values of fields and filters: found by name, and named by their ids, archived ones too. */
export function picksOf(client: QueryClient, api: Api, entity: string, at: ListLocale): Picks {
  const head = nounOf(entity);
  const { pick } = apiAt(api, head?.path ?? entity);
  const option = (row: PickRow) => optionOf(entity, row, at);
  return {
    search: async (q) => (await client.fetchQuery(pick.queryOptions({ q }))).map(option),
    lookup: async (ids) => (await client.fetchQuery(pick.queryOptions({ ids: wellFormedIds(ids) }))).map(option),
  };
}

/** The same for a component; keeps its identity. */
export function useNounPicks(entity: string): Picks {
  const api = useApi();
  const client = useQueryClient();
  const at = useListLocale();
  return useMemo(() => picksOf(client, api, entity, at), [client, api, entity, at]);
}

interface Made {
  entity: NounEntity;
  head: Pick<NounHead, "path">;
}

interface CreatingClient {
  create: { mutate(input: object): Promise<{ id: string; name: string }> };
}

/**
 * Creates a record from a typed name, for pickers. It stays the same function; undefined for members who may not
 * create such records.
 */
export function useNewRecord({ entity, head }: Made): ((text: string) => Promise<FieldOption>) | undefined {
  const api = useApi();
  const client = useQueryClient();
  const at = useListLocale();
  const server = useApiClient() as unknown as Readonly<Record<string, CreatingClient | undefined>>;
  const may = useWorkspace().can(permissionFor(entity, "create"));
  const { path } = head;
  return useMemo(() => {
    if (!may) return undefined;
    return async (name) => {
      const made = await server[path]?.create.mutate({ name });
      if (!made) throw new Error(`There is no operation that creates ${path}.`);
      await client.invalidateQueries(apiAt(api, path).pathFilter());
      return optionOf(entity, { id: made.id, name: made.name }, at);
    };
  }, [may, client, server, api, path, entity, at]);
}
