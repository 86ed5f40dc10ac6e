"use client";

import { type QueryKey, type UseMutationOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { type Field, type Fields, inputName, isReference } from "@/lib/fields/field";
import { nouns } from "@/lib/nouns/all";
import { type AddPart, isAmount, type PartList, type Parts, type UpdatePart } from "@/lib/nouns/parts";
import { capital } from "@/lib/text";
import { useApi } from "./react";
import { type RecordEdits, useRecordEdits } from "./record-edits";
import { writeQueueOf } from "./write-queue";

interface Target {
  id: string;
  version: number;
}
type AnyPart = { id: string } & Readonly<Record<string, unknown>>;
type Values<T> = Omit<T, "id" | "version">;

/** The screen around the parts of a record. */
interface Around<W, Change> {
  /** Shows the version that the record has after a write. */
  show(record: Target): void;
  refresh(): Promise<unknown>;
  /** The change that takes another one back, where the values before it do not; null where they do. */
  undo?(whole: W, change: Change): Change | null;
}

interface PartWrites<W, New, Change> {
  edits: RecordEdits<W, Change>;
  /** Both answer with the list as it is then. */
  add(record: Target, part: New): Promise<W>;
  remove(record: Target, key: string): Promise<W>;
  removing: boolean;
}

/** Writes the parts of a record. They carry the record's version, so they queue with its other writes. */
export function usePartWrites<
  F extends Fields,
  K extends string,
  O extends keyof F,
  D extends boolean,
  P,
  W extends Target,
>(
  list: Parts<F, K, O, D, P, W>,
  { show: showRecord, refresh, undo }: Around<W, Values<UpdatePart<F, K>>>,
): PartWrites<W, Values<AddPart<F, O>>, Values<UpdatePart<F, K>>> {
  type Change = Values<UpdatePart<F, K>>;
  const client = useQueryClient();
  const queue = writeQueueOf(client);
  const api = proceduresOf(useApi(), list);
  const add = useMutation(api.add.mutationOptions());
  const update = useMutation(api.update.mutationOptions());
  const remove = useMutation(api.remove.mutationOptions());

  function show(given: unknown): W {
    const whole = given as W;
    client.setQueryData(api.list.queryKey({ id: whole.id }), whole);
    showRecord({ id: whole.id, version: whole.version });
    return whole;
  }
  async function write(record: Target, send: (target: Target) => Promise<unknown>): Promise<W> {
    try {
      return await queue
        .run(record.id, record.version, async (version) => (await send({ id: record.id, version })) as W)
        .then(show);
    } finally {
      // After a conflict too: the next attempt is then made with the version of the others.
      void refresh();
    }
  }
  const edits = useRecordEdits<W, Change>({
    schema: list.whole as z.ZodType<W>,
    name: (whole, change) => nameOf(list, partOf(list, whole, change)),
    send: async (target, change) => show(await update.mutateAsync({ ...target, ...change })),
    before: (whole, change) =>
      undo?.(whole, change) ?? (valuesBefore(list, partOf(list, whole, change), change) as Change | null),
    show,
    refresh,
  });
  return {
    edits,
    add: (record, part) => write(record, (target) => add.mutateAsync({ ...target, ...part })),
    remove: (record, key) => write(record, (target) => remove.mutateAsync({ ...target, [list.key]: key })),
    removing: remove.isPending,
  };
}

type Mutation = { mutationOptions(): UseMutationOptions<unknown, Error, object> };
interface Procedures {
  list: { queryKey(input: { id: string }): QueryKey };
  add: Mutation;
  update: Mutation;
  remove: Mutation;
}

/** The procedures of a list of parts: `lines`, `addLine`, `updateLine`, `removeLine` of the noun's router. */
function proceduresOf(api: unknown, { of, name, many }: PartList): Procedures {
  const router = (api as Record<string, Record<string, unknown>>)[nouns[of].path];
  const at = (verb: string) => router?.[`${verb}${capital(name)}`] as Mutation;
  return { list: router?.[many] as Procedures["list"], add: at("add"), update: at("update"), remove: at("remove") };
}

/** The part that a change names. */
function partOf({ many, key, unique }: PartList, whole: object, change: object): AnyPart | undefined {
  const named = Reflect.get(change, key);
  const parts = Reflect.get(whole, many) as readonly AnyPart[];
  return parts.find((part) => (unique ? idIn(part[unique]) : part.id) === named);
}

const idIn = (reference: unknown) => (reference as { id: string | null } | null)?.id ?? null;

/** The name of the record that a part points to first, for sentences. */
function nameOf({ fields, words }: PartList, part: AnyPart | undefined): string {
  const [reference] = Object.entries<Field>(fields).find(([, field]) => isReference(field)) ?? [];
  const held = reference === undefined ? undefined : (part?.[reference] as { name: string } | null | undefined);
  return held?.name ?? `this ${words.one}`;
}

/** The change that gives a part its values of before; null where the part is not known. */
function valuesBefore({ fields, key }: PartList, part: AnyPart | undefined, change: object): object | null {
  if (!part) return null;
  const before = Object.entries<Field>(fields)
    .map(([name, field]) => [inputName(name, field), givenOf(field, part[name])] as const)
    .filter(([input]) => input !== key && Reflect.get(change, input) !== undefined);
  return { [key]: Reflect.get(change, key), ...Object.fromEntries(before) };
}

/** A value of a part as inputs take it. */
function givenOf(field: Field, value: unknown): unknown {
  if (isReference(field)) return idIn(value);
  return isAmount(field) && value ? (value as { amount: number }).amount : value;
}
