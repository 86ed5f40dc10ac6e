"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type RouterOutputs, useApi } from "@/trpc/react";
import { askEveryMs, refreshImport } from "../client";

export type UnmatchedFile = RouterOutputs["imports"]["keptColumns"][number];

/** The columns of each file that fill no field, followed while some are imported later. */
export const useUnmatchedColumns = (id: string) =>
  useQuery(
    useApi().imports.keptColumns.queryOptions(
      { id },
      {
        staleTime: 0,
        refetchInterval: ({ state }) =>
          state.data?.some(({ brought }) => brought.some(({ status }) => status === "waiting")) ? askEveryMs : false,
      },
    ),
  );

/** Imports such columns after the run. */
export function useImportColumns(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation(
    api.imports.bringIn.mutationOptions({
      onSuccess: () =>
        Promise.all([
          client.invalidateQueries(api.imports.keptColumns.queryFilter({ id })),
          refreshImport(client, api, id),
        ]),
    }),
  );
}
