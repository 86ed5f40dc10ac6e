"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type RouterOutputs, useApi } from "@/trpc/react";

/** A list of options as the browser receives it. */
export type OptionListRow = RouterOutputs["optionLists"]["list"][number];

/** Changes a list; screens with records read its options from the same place. */
export function useUpdateOptionList() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation(
    api.optionLists.update.mutationOptions({
      onSettled: () =>
        Promise.all([
          client.invalidateQueries(api.optionLists.pathFilter()),
          client.invalidateQueries(api.events.changes.pathFilter()),
        ]),
    }),
  );
}
