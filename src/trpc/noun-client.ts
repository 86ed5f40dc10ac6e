"use client";

import { type Query, type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toastRefusal } from "@/components/form/toast-refusal";
import type { Fields } from "@/lib/fields/field";
import type { CreateOf, PatchOf, RecordOf } from "@/lib/fields/record";
import { statesIn, transitionTo } from "@/lib/fields/states";
import { type NounEntity, shownBy } from "@/lib/nouns/all";
import type { Noun, Schema } from "@/lib/nouns/define";
import { applyPatch, inversePatch } from "@/lib/nouns/patch";
import type { CreateOptions } from "@/lib/nouns/similar";
import { useNounApi } from "./noun-api";
import { type RecordCache, recordCache } from "./record-cache";
import { type RecordEdits, useRecordEdits } from "./record-edits";

/** Any noun whose records are `RecordOf<F>`. */
export type NounWith<F extends Fields> = Noun<NounEntity, F>;
export type Named<F extends Fields> = RecordOf<F> & { name: string };

const caches = new Map<NounEntity, (client: QueryClient) => RecordCache<{ id: string }>>();

/** A tab's cache for the records of a noun: one for all components. */
function useCacheOf<F extends Fields, Row extends RecordOf<F>>(
  noun: NounWith<F>,
  client: QueryClient,
): RecordCache<Row> {
  const { list, get, groups } = useNounApi(noun as unknown as Noun);
  const made =
    caches.get(noun.entity) ??
    recordCache(() => ({ list: list.pathKey(), get: get.pathKey(), groups: groups.pathKey() }));
  caches.set(noun.entity, made);
  return made(client) as unknown as RecordCache<Row>;
}

/**
 * Whether the cache of a noun itself updates the answers to a query: its lists, groups and records. A short list in a
 * panel is asked for without pages: the cache does not change it, so it is asked for again.
 */
const isCached = ([route, asked]: readonly unknown[]) => {
  const name = (route as string[])[1] ?? "";
  if (name === "list") return (asked as { type?: string } | undefined)?.type !== "query";
  return ["groups", "get"].includes(name);
};

const isOutdated = ({ state }: Query) => state.isInvalidated;

/**
 * The cache of a noun's lists and records, and of what other screens show of them; `Row` is a record with more than its
 * fields.
 */
export function useNounCache<F extends Fields, Row extends RecordOf<F> = RecordOf<F>>(noun: NounWith<F>) {
  const client = useQueryClient();
  const cache = useCacheOf<F, Row>(noun, client);
  const { path } = noun.head;
  const refreshAround = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: [[path]], predicate: ({ queryKey }) => !isCached(queryKey) }),
      ...["events", ...shownBy(noun.entity)].map((name) => client.invalidateQueries({ queryKey: [[name]] })),
    ]);
  return {
    cache,
    /** After an edit: rows stay where they are, whatever a list is sorted by. Refetches that it stopped are sent again. */
    refreshAround: () =>
      Promise.all([
        cache.recount(),
        client.refetchQueries({ queryKey: cache.keys.list, type: "active", predicate: isOutdated }),
        refreshAround(),
      ]),
    /** After an act that adds or removes rows. */
    refresh: async () => {
      await Promise.all([cache.refresh(), refreshAround()]);
    },
  };
}

/** Special ways in which a noun edits its records. */
export interface OwnEdits<F extends Fields> {
  /** The schema of its records, if it has more than its fields. */
  schema?(): Promise<Schema<RecordOf<F>>>;
  /** The warning in the toast of a saved change; null for none. */
  warning?(saved: RecordOf<F>, patch: PatchOf<F>): Promise<string | null>;
  /** The record with its stored values, if the screen shows others in their place. */
  stored?(row: RecordOf<F>): RecordOf<F>;
  /** Adds to the patch that undoes an edit what else the edit changed. */
  undone?(row: RecordOf<F>, inverse: PatchOf<F>): PatchOf<F>;
  /** Adds the derived values to an edited record. */
  withDerived?(row: RecordOf<F>, patch: PatchOf<F>): RecordOf<F>;
}

/** Returns functions that edit fields of a record, with undo. */
export function useEditsOf<F extends Fields>(
  noun: NounWith<F>,
  own: OwnEdits<F> = {},
): RecordEdits<RecordOf<F>, PatchOf<F>> {
  const { warning, stored = unchanged, withDerived = unchanged } = own;
  const { cache, refreshAround } = useNounCache(noun);
  const { mutateAsync } = useMutation(useNounApi(noun as unknown as Noun).update.mutationOptions());
  return useRecordEdits<RecordOf<F>, PatchOf<F>>({
    schema: own.schema ?? (() => schemaOf(noun)),
    name: (row) => (row as unknown as Named<F>).name,
    send: async (target, patch) => (await mutateAsync({ ...target, ...patch })) as RecordOf<F>,
    inverse(row, patch) {
      const inverse = isReversible(noun.fields, row, patch) ? inversePatch(noun.fields, stored(row), patch) : null;
      return inverse && (own.undone?.(row, inverse) ?? inverse);
    },
    cache,
    apply: (row, patch) => withDerived(applyPatch(noun.fields, row, patch), patch),
    ...(warning ? { warning } : {}),
    refresh: refreshAround,
  });
}

async function schemaOf<F extends Fields>(noun: NounWith<F>): Promise<Schema<RecordOf<F>>> {
  await import("@/lib/nouns/schemas");
  return noun.record;
}

const unchanged = <R>(row: R): R => row;

/**
 * Whether an edit can be undone: the undo of a transition must be a transition too, and one without required fields.
 */
const isReversible = (fields: Fields, row: object, patch: object): boolean =>
  statesIn(fields).every(([name, { states }]) => {
    const to = Reflect.get(patch, name);
    if (to === undefined) return true;
    const [, back] = transitionTo(states, String(to), String(Reflect.get(row, name))) ?? [];
    return back !== undefined && !back.requires?.length;
  });

/** Loads what the deletion of a record takes along, and what prevents it, while `enabled`. */
export function useConsequencesOf<F extends Fields>(noun: NounWith<F>, id: string, enabled: boolean) {
  return useQuery(
    useNounApi(noun as unknown as Noun).checkDelete.queryOptions({ id }, { enabled, staleTime: 0, gcTime: 0 }),
  );
}

/** Deletes a record for good; the server rejects this while others point to it. */
export function useDeleteOf<F extends Fields>(noun: NounWith<F>) {
  const { refresh } = useNounCache(noun);
  return useMutation(useNounApi(noun as unknown as Noun).delete.mutationOptions({ onSuccess: refresh })).mutateAsync;
}

/** Loads what anonymising a person concerns, while `enabled`. */
export function useAnonymizingOf<F extends Fields>(noun: NounWith<F>, id: string, enabled: boolean) {
  const { checkAnonymize } = useNounApi(noun as unknown as Noun);
  return useQuery(checkAnonymize.queryOptions({ id }, { enabled, staleTime: 0, gcTime: 0 }));
}

/** Anonymises a person for good, and exports what is held on one. */
export function usePersonActsOf<F extends Fields>(noun: NounWith<F>) {
  const { refresh } = useNounCache(noun);
  const { anonymize, exportPersonal } = useNounApi(noun as unknown as Noun);
  return {
    anonymize: useMutation(anonymize.mutationOptions({ onSuccess: refresh })).mutateAsync,
    exportPersonal: useMutation(exportPersonal.mutationOptions()).mutateAsync,
  };
}

/** Creates a record. */
export function useCreateOf<F extends Fields>(
  noun: NounWith<F>,
): (values: CreateOf<F> & CreateOptions) => Promise<RecordOf<F>> {
  const { refresh } = useNounCache(noun);
  const { mutateAsync } = useMutation(
    useNounApi(noun as unknown as Noun).create.mutationOptions({ onSuccess: refresh }),
  );
  return async (values) => (await mutateAsync(values)) as RecordOf<F>;
}

/** Moves an entry of a list in the settings; `onSettled` resolves when the list is there in its new order. */
export function useMoveOf<F extends Fields>(noun: NounWith<F>, onSettled: () => void) {
  const { cache } = useNounCache(noun);
  const { move } = useNounApi(noun as unknown as Noun);
  return useMutation(
    move.mutationOptions({
      scope: { id: `order of ${noun.entity}` },
      onError: toastRefusal,
      onSettled: () => cache.refresh().then(onSettled),
    }),
  ).mutate;
}

/** Merges an entry of a list in the settings into another one. */
export function useMergeOf<F extends Fields>(noun: NounWith<F>) {
  const { refresh } = useNounCache(noun);
  return useMutation(useNounApi(noun as unknown as Noun).merge.mutationOptions({ onSettled: refresh })).mutateAsync;
}
