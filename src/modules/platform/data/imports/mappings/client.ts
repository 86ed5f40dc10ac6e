"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "@/trpc/react";

/** The saved mappings of the workspace. */
export const useMappings = () => useQuery(useApi().imports.mappings.queryOptions({}));

function useRefresh() {
  const api = useApi();
  const client = useQueryClient();
  return { onSettled: () => client.invalidateQueries(api.imports.mappings.pathFilter()) };
}

export const useRenameMapping = () => useMutation(useApi().imports.renameMapping.mutationOptions(useRefresh()));
export const useDeleteMapping = () => useMutation(useApi().imports.deleteMapping.mutationOptions(useRefresh()));
