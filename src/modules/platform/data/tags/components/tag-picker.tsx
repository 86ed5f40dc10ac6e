"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { FieldOption } from "@/components/data-table/data-column";
import { useWorkspace } from "@/components/layout/workspace-context";
import { useApi, useApiClient } from "@/trpc/react";

/**
 * Creates a tag from a typed name, and shows it among those that can be chosen. It stays the same function; undefined
 * for members who may not.
 */
export function useNewTag(): ((text: string) => Promise<FieldOption>) | undefined {
  const api = useApi();
  const client = useQueryClient();
  const server = useApiClient();
  const may = useWorkspace().can("tag:create");
  return useMemo(() => {
    if (!may) return undefined;
    return async (text) => {
      const { id, name, color } = await server.tags.create.mutate({ name: text });
      await client.invalidateQueries(api.tags.list.pathFilter());
      return { value: id, label: name, color };
    };
  }, [may, client, api, server]);
}
