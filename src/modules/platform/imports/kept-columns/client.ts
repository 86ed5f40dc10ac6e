"use client";

import { api, type RouterOutputs } from "@/trpc/react";
import { refreshImport } from "../client";

export type KeptFile = RouterOutputs["imports"]["keptColumns"][number];

const askEveryMs = 2_000;

/** The columns that an import kept, followed while some are brought in. */
export const useKeptColumns = (id: string) =>
  api.imports.keptColumns.useQuery(
    { id },
    {
      staleTime: 0,
      refetchInterval: ({ state }) =>
        state.data?.some(({ brought }) => brought.some(({ status }) => status === "waiting")) ? askEveryMs : false,
    },
  );

export function useBringIn(id: string) {
  const utils = api.useUtils();
  return api.imports.bringIn.useMutation({
    onSuccess: () => Promise.all([utils.imports.keptColumns.invalidate({ id }), refreshImport(utils, id)]),
  });
}
