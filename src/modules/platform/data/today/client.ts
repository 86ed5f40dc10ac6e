"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { nounOf, nouns } from "@/lib/nouns/all";
import type { NounHead } from "@/lib/nouns/noun-head";
import { apiAt, type NounApi } from "@/trpc/noun-api";
import { useApi } from "@/trpc/react";
import { recordCache } from "@/trpc/record-cache";
import { type RecordEdits, useRecordEdits } from "@/trpc/record-edits";
import { beforeOf, changed, type ItemChange, type ItemPatch, storedChange, verbOf } from "./components/item-change";
import { itemTimes, type NewTime } from "./rules";
import type { AgendaItem } from "./schema";

const cacheOf = recordCache<AgendaItem>(() => ({ list: [["today", "list"]], get: [["today", "item"]] }));

/** The acts on items of the page: shown at once, each with an undo, after a refusal as they were. */
export function useTodayActs() {
  const edits = useItemEdits();
  const act = (item: AgendaItem, label: string, change: ItemChange, text: string): Promise<void> =>
    edits.save(item, label, { item, change }, text);
  const snooze = (item: AgendaItem, to: NewTime, text: string): Promise<void> =>
    edits.save(item, "When", { item, change: itemTimes(to), snoozeTo: to }, text);
  return {
    complete: (item: AgendaItem) => act(item, "Done", { done: true }, `${item.title} completed`),
    reopen: (item: AgendaItem) => act(item, "Done", { done: false }, `${item.title} is open again`),
    move: (item: AgendaItem, to: NewTime, text: string) => act(item, "When", itemTimes(to), text),
    snooze,
    assign: (item: AgendaItem, owner: AgendaItem["owner"]) =>
      act(
        item,
        "Assignee",
        { owner: { shown: owner, storedId: owner?.id ?? null } },
        `${item.title} assigned to ${owner?.name ?? "nobody"}`,
      ),
  };
}
export type TodayActs = ReturnType<typeof useTodayActs>;

/** An operation of a noun with its input. */
interface Sent {
  path: string;
  verb: string;
  input: { id: string; version: number };
}
type Update = NounApi["update"]["mutationOptions"];

function useItemEdits(): RecordEdits<AgendaItem, ItemPatch> {
  const client = useQueryClient();
  const api = useApi();
  const { mutateAsync } = useMutation({
    mutationFn: async ({ path, verb, input }: Sent, context) => {
      const operations = apiAt(api, path) as unknown as Readonly<Record<string, { mutationOptions: Update }>>;
      const { mutationFn } = operations[verb]?.mutationOptions() ?? {};
      return (await mutationFn?.(input as never, context)) as unknown as { version: number };
    },
  });
  const { mutateAsync: snooze } = useMutation(api.today.snooze.mutationOptions());
  return useRecordEdits<AgendaItem, ItemPatch>({
    // Of the other person's state only the version is needed: the list is read again.
    schema: async () => (await import("./schema")).currentState as unknown as z.ZodType<AgendaItem>,
    name: (_row, { item }) => item.title,
    send: async ({ version }, patch) => {
      const { item, snoozeTo } = patch;
      if (snoozeTo) {
        const { source, entity, recordId: id } = item;
        return { ...changed(patch), version: (await snooze({ source, entity, id, version, to: snoozeTo })).version };
      }
      const path = nounOf(item.entity)?.path ?? "";
      const own = verbOf(patch);
      const input = { id: item.recordId, version, ...(own === null ? storedChange(patch) : {}) };
      return { ...changed(patch), version: (await mutateAsync({ path, verb: own ?? "update", input })).version };
    },
    inverse: (_row, { item, change }) => ({ item: changed({ item, change }), change: beforeOf(item, change) }),
    cache: cacheOf(client),
    apply: (row, { change }) => changed({ item: row, change }),
    refresh: () =>
      Promise.all(
        ["today", "followUps", "events", ...agendaPaths].map((name) =>
          client.invalidateQueries({ queryKey: [[name]] }),
        ),
      ),
  });
}

/** The lists of the nouns that have items. */
const agendaPaths = Object.values<NounHead>(nouns).flatMap(({ agenda, path }) => (agenda ? [path] : []));
