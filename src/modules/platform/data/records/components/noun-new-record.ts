"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { FieldOption } from "@/components/data-table/data-column";
import { useListLocale } from "@/components/data-table/list-locale";
import { useWorkspace } from "@/components/layout/workspace-context";
import { type NounEntity, permissionFor } from "@/lib/nouns/all";
import type { NounHead } from "@/lib/nouns/noun-head";
import { apiAt } from "@/trpc/noun-api";
import { useApi, useApiClient } from "@/trpc/react";
import { optionOf } from "./noun-picks";

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
