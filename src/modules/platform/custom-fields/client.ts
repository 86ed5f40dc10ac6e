"use client";

import { useQueryClient } from "@tanstack/react-query";
import { readServerError } from "@/components/form/server-error";
import { tellRefusal } from "@/components/form/tell-refusal";
import { succeeded } from "@/lib/succeeded";
import { isLastWrite } from "@/trpc/last-write";
import { api, type RouterOutputs } from "@/trpc/react";
import { useUndoNotice } from "@/trpc/undo-acts";

/** A custom field as the browser receives it. */
export type CustomFieldRow = RouterOutputs["customFields"]["list"][number];

/** The queue of reorders: the answers of earlier ones would show an order that is not the last. */
const orderScope = { id: "order of custom fields" };

/** Refetches the fields; screens with records read them from the same place. */
function useRefresh() {
  const utils = api.useUtils();
  return async () => {
    await Promise.all([utils.customFields.invalidate(), utils.events.changes.invalidate()]);
  };
}

/** Shows the refusal of an operation that has no field, as a toast. */

export const useCreateField = () => api.customFields.create.useMutation({ onSettled: useRefresh() });
export const useUpdateField = () => api.customFields.update.useMutation({ onSettled: useRefresh() });
export const useConvertField = () => api.customFields.convert.useMutation({ onSettled: useRefresh() });

/** Puts the fields of an object into a new order, on the screen at once. */
export function useOrderFields() {
  const utils = api.useUtils();
  const client = useQueryClient();
  const refresh = useRefresh();
  return api.customFields.order.useMutation({
    scope: orderScope,
    async onMutate({ entity, order }) {
      await utils.customFields.list.cancel({});
      const before = utils.customFields.list.getData({});
      utils.customFields.list.setData({}, (rows) => {
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
      utils.customFields.list.setData({}, before);
      tellRefusal(error);
    },
    onSettled() {
      if (isLastWrite(client, orderScope)) void refresh();
    },
  });
}

type Target = Pick<CustomFieldRow, "id" | "label" | "version">;

/** Archive and delete with their undo, and the reverse of both. */
export function useFieldActs() {
  const offerUndo = useUndoNotice();
  const refresh = useRefresh();
  const archive = api.customFields.archive.useMutation();
  const restore = api.customFields.restore.useMutation();
  const remove = api.customFields.delete.useMutation();
  const undelete = api.customFields.undelete.useMutation();

  const back = (act: typeof restore | typeof undelete, { id, version }: Target) =>
    succeeded(act.mutateAsync({ id, version }), tellRefusal).finally(refresh);
  return {
    async archive(field: Target) {
      try {
        const after = await archive.mutateAsync({ id: field.id, version: field.version });
        offerUndo(`${field.label} was archived`, () => back(restore, after));
      } catch (error) {
        tellRefusal(error);
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
