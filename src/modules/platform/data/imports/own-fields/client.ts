"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useApi } from "@/trpc/react";
import { refreshImport } from "../client";

/** The custom field that a column suggests. */
export const useSuggestedField = (place: { id: string; fileId: string; column: number }) =>
  useQuery(useApi().imports.suggestField.queryOptions(place, { staleTime: 0, gcTime: 0, retry: false }));

/** Adds a custom field; screens that list fields learn of it. */
export function useCreateField() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation(
    api.customFields.create.mutationOptions({
      onSuccess: () =>
        Promise.all([
          client.invalidateQueries(api.imports.objects.pathFilter()),
          client.invalidateQueries(api.customFields.list.pathFilter()),
        ]),
    }),
  );
}

/** Makes values of a file new options of a choice, or new tags; the file is analysed anew. */
export function useMakeOptions(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation(
    api.imports.makeOptions.mutationOptions({
      onError: toastRefusal,
      onSuccess: () =>
        Promise.all([client.invalidateQueries(api.imports.objects.pathFilter()), refreshImport(client, api, id)]),
    }),
  );
}
