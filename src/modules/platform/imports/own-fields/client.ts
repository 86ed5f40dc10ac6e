"use client";

import { tellRefusal } from "@/components/form/tell-refusal";
import { api } from "@/trpc/react";
import { refreshImport } from "../client";

/** The custom field that a column suggests. */
export const useSuggestedField = (place: { id: string; fileId: string; column: number }) =>
  api.imports.suggestField.useQuery(place, { staleTime: 0, gcTime: 0, retry: false });

/** Adds a custom field; screens that list fields learn of it. */
export function useCreateField() {
  const utils = api.useUtils();
  return api.customFields.create.useMutation({
    onSuccess: () => Promise.all([utils.imports.objects.invalidate(), utils.customFields.list.invalidate()]),
  });
}

/** Makes values of a file new options of a choice, or new tags; the file is analysed anew. */
export function useMakeOptions(id: string) {
  const utils = api.useUtils();
  return api.imports.makeOptions.useMutation({
    onError: tellRefusal,
    onSuccess: () => Promise.all([utils.imports.objects.invalidate(), refreshImport(utils, id)]),
  });
}
