"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type RouterOutputs, useApi } from "@/trpc/react";
import { refreshImport } from "../client";

export type KeptFile = RouterOutputs["imports"]["keptColumns"][number];

const askEveryMs = 2_000;

/** The columns that an import kept, followed while some are brought in. */
export const useKeptColumns = (id: string) =>
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

export function useBringIn(id: string) {
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
