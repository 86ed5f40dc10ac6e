"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readServerError } from "@/components/form/server-error";
import { toastRefusal } from "@/components/form/toast-refusal";
import { succeeded } from "@/lib/succeeded";
import { isLastWrite } from "@/trpc/last-write";
import { type RouterOutputs, useApi } from "@/trpc/react";
import { useUndoNotice } from "@/trpc/undo-acts";

/** A custom field as the browser receives it. */
export type CustomFieldRow = RouterOutputs["customFields"]["list"][number];

/** The queue of reorders: the answers of earlier ones would show an order that is not the last. */
const orderScope = { id: "order of custom fields" };

/** Refetches the fields; screens with records read them from the same place. */
function useRefresh() {
  const api = useApi();
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries(api.customFields.pathFilter()),
      client.invalidateQueries(api.events.changes.pathFilter()),
    ]);
  };
}

export const useCreateCustomField = () =>
  useMutation(useApi().customFields.create.mutationOptions({ onSettled: useRefresh() }));
export const useUpdateCustomField = () =>
  useMutation(useApi().customFields.update.mutationOptions({ onSettled: useRefresh() }));
export const useConvertCustomField = () =>
  useMutation(useApi().customFields.convert.mutationOptions({ onSettled: useRefresh() }));

/** Puts the fields of an object into a new order, on the screen at once. */
export function useOrderCustomFields() {
  const api = useApi();
  const client = useQueryClient();
  const refresh = useRefresh();
  return useMutation(
    api.customFields.order.mutationOptions({
      scope: orderScope,
      async onMutate({ entity, order }) {
        await client.cancelQueries(api.customFields.list.queryFilter({}));
        const before = client.getQueryData(api.customFields.list.queryKey({}));
        client.setQueryData(api.customFields.list.queryKey({}), (rows) => {
          const byId = new Map(rows?.map((row) => [row.id, row]));
          const placed = order.flatMap(({ id, section }, place) => {
            const row = byId.get(id);
            return row ? [{ ...row, section, position: place + 1 }] : [];
          });
          const named = new Set(order.map(({ id }) => id));
          const others = (rows ?? []).filter(({ id }) => !named.has(id));
          const after = others.filter((row) => row.entity === entity);
          return [...others.filter((row) => row.entity !== entity), ...placed, ...after];
        });
        return before;
      },
      onError(error, _input, before) {
        client.setQueryData(api.customFields.list.queryKey({}), before);
        toastRefusal(error);
      },
      onSettled() {
        if (isLastWrite(client, orderScope)) void refresh();
      },
    }),
  );
}

type Target = Pick<CustomFieldRow, "id" | "label" | "version">;

/** Archive and delete with their undo, and the reverse of both. */
export function useCustomFieldActs() {
  const api = useApi();
  const offerUndo = useUndoNotice();
  const refresh = useRefresh();
  const archive = useMutation(api.customFields.archive.mutationOptions());
  const restore = useMutation(api.customFields.restore.mutationOptions());
  const remove = useMutation(api.customFields.delete.mutationOptions());
  const undelete = useMutation(api.customFields.undelete.mutationOptions());

  const back = (act: typeof restore | typeof undelete, { id, version }: Target) =>
    succeeded(act.mutateAsync({ id, version }), toastRefusal).finally(refresh);
  return {
    async archive(field: Target) {
      try {
        const after = await archive.mutateAsync({ id: field.id, version: field.version });
        offerUndo(`${field.label} was archived`, () => back(restore, after));
      } catch (error) {
        toastRefusal(error);
      }
      await refresh();
    },
    /** Throws with the server's words: the dialog that asked shows them. */
    async remove(field: Target) {
      try {
        const after = await remove.mutateAsync({ id: field.id, version: field.version });
        offerUndo(`${field.label} was deleted`, () => back(undelete, after));
      } catch (error) {
        throw new Error(readServerError(error).message, { cause: error });
      } finally {
        await refresh();
      }
    },
    restore: (field: Target) => back(restore, field),
    undelete: (field: Target) => back(undelete, field),
  };
}
