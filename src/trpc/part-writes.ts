"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { toastRefusal } from "@/components/form/toast-refusal";
import { notify } from "@/components/ui/toast";
import { type Field, type Fields, inputName } from "@/lib/fields/field";
import type { Noun } from "@/lib/nouns/define";
import { type AnyPart, type AnyWhole, inputOf, keyOfPart, nameOfPart, type PartList, partsIn } from "@/lib/nouns/parts";
import { findMove } from "@/lib/reorder";
import { succeeded } from "@/lib/succeeded";
import { type NounWith, useNounCache } from "./noun-client";
import { partApi } from "./part-api";
import { useApi } from "./react";
import { useRecordEdits } from "./record-edits";
import { useUndoNotice } from "./undo-acts";
import { writeQueueOf } from "./write-queue";

type Target = { id: string; version: number };
type Values = Readonly<Record<string, unknown>>;
/** The parts of a record, with its version. */
export const useParts = (list: PartList, id: string) => useQuery(partApi(useApi(), list).list.queryOptions({ id }));

function useProcedures(list: PartList) {
  const api = partApi(useApi(), list);
  const add = useMutation(api.add.mutationOptions());
  const update = useMutation(api.update.mutationOptions());
  const remove = useMutation(api.remove.mutationOptions());
  const move = useMutation(list.ordered ? api.move.mutationOptions() : {});
  return { api, add, update, remove, move };
}

/** Writes the parts of a record. They carry the record's version, so they queue with its other writes. */
export function usePartWrites(noun: Pick<Noun, "entity" | "head">, list: PartList) {
  const client = useQueryClient();
  const queue = writeQueueOf(client);
  const offerUndo = useUndoNotice();
  const { api, add, update, remove, move } = useProcedures(list);
  const { cache, refresh, refreshAround } = useNounCache(noun as unknown as NounWith<Fields>);

  /** The record with its lists too, where values of it follow from the parts. */
  const refreshAll = list.follows ? refresh : refreshAround;
  function show(given: unknown): AnyWhole {
    const whole = given as AnyWhole;
    client.setQueryData(api.list.queryKey({ id: whole.id }), whole);
    cache.write({ id: whole.id, version: whole.version } as never);
    return whole;
  }
  async function write({ id, version }: Target, send: (target: Target) => Promise<unknown>): Promise<AnyWhole> {
    try {
      return show(await queue.run(id, version, async (now) => (await send({ id, version: now })) as AnyWhole));
    } finally {
      // After a conflict too: the next attempt is then made with the version of the others.
      void refreshAll();
    }
  }
  const edits = useRecordEdits<AnyWhole, Values>({
    schema: async () => list.whole as z.ZodType<AnyWhole>,
    name: (whole, patch) => nameOfPart(list, partOf(list, whole, patch)),
    send: async (target, patch) => show(await update.mutateAsync({ ...target, ...patch })),
    inverse: (whole, patch) => inverseOf(list, whole, patch),
    show,
    refresh: refreshAll,
  });
  const added = (record: Target, part: Values) => write(record, (target) => add.mutateAsync({ ...target, ...part }));
  const moved = (record: Target, key: string, beforeId: string | undefined) =>
    write(record, (target) => move.mutateAsync({ ...target, [list.key]: key, beforeId }));

  /** Adds a removed part again, in front of the one that followed it. */
  async function again(left: AnyWhole, part: AnyPart, next: AnyPart | undefined): Promise<void> {
    const whole = await added(left, valuesOf(list, part));
    const last = partsIn(list, whole).at(-1);
    if (list.ordered && next && last)
      await moved(whole, keyOfPart(list, last) ?? "", keyOfPart(list, next) ?? undefined);
  }
  return {
    edits,
    add: added,
    /** Removes a part and offers to add it again, unless it points to a record that the member may not see. */
    async remove(whole: AnyWhole, part: AnyPart): Promise<void> {
      try {
        const parts = partsIn(list, whole);
        const next = parts[parts.indexOf(part) + 1];
        const left = await write(whole, (target) =>
          remove.mutateAsync({ ...target, [list.key]: keyOfPart(list, part) }),
        );
        const text = `${nameOfPart(list, part)} removed`;
        const isKnown = fieldsOf(list).every(
          ([name, field]) => part[name] === null || inputOf(field, part[name]) !== null,
        );
        if (isKnown) offerUndo(text, () => succeeded(again(left, part, next), toastRefusal));
        else notify.success(text);
      } catch (error) {
        toastRefusal(error);
      }
    },
    removing: remove.isPending,
    /** Puts the parts into another order, which is shown at once. */
    async order(whole: AnyWhole, ids: readonly string[]): Promise<void> {
      const parts = partsIn(list, whole);
      const place = findMove(
        parts.map(({ id }) => id),
        ids,
      );
      const part = parts.find(({ id }) => id === place?.id);
      const next = parts.find(({ id }) => id === place?.before);
      if (!part) return;
      const shown = ids.flatMap((id) => parts.find((one) => one.id === id) ?? []);
      client.setQueryData(api.list.queryKey({ id: whole.id }), { ...whole, [list.many]: shown });
      await moved(whole, keyOfPart(list, part) ?? "", next && (keyOfPart(list, next) ?? undefined)).catch(toastRefusal);
    },
  };
}

const fieldsOf = ({ fields }: PartList) => Object.entries<Field>(fields);

/** The values of a part as input for a new one. */
const valuesOf = (list: PartList, part: AnyPart): Values =>
  Object.fromEntries(fieldsOf(list).map(([name, field]) => [inputName(name, field), inputOf(field, part[name])]));

/** The part that a patch names. */
const partOf = (list: PartList, whole: AnyWhole, patch: Values): AnyPart | undefined =>
  partsIn(list, whole).find((part) => keyOfPart(list, part) === patch[list.key]);

/** The patch that undoes another one; null if the part is unknown. */
function inverseOf(list: PartList, whole: AnyWhole, patch: Values): Values | null {
  const part = partOf(list, whole, patch);
  if (!part) return null;
  const { key, single } = list;
  // The part that lost its place to a new one gets it back by itself.
  const earlier = single && patch[single] ? partsIn(list, whole).find((one) => one[single] === true) : undefined;
  const held = earlier && keyOfPart(list, earlier);
  if (single && held) return { [key]: held, [single]: true };
  const before = Object.entries(valuesOf(list, part)).filter(([name]) => name !== key && patch[name] !== undefined);
  return { [key]: patch[key], ...Object.fromEntries(before) };
}
