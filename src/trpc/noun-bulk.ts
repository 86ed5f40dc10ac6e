"use client";

import { useMutation } from "@tanstack/react-query";
import type { z } from "zod";
import { requestChoice } from "@/components/ui/confirmation";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import type { Noun } from "@/lib/nouns/define";
import type { bulkOwned } from "@/server/nouns/noun-runtime";
import { archivingAct, type Target, useBulk } from "./bulk";
import { useNounApi } from "./noun-api";
import { type Named, type NounWith, useNounCache } from "./noun-client";

type BulkAction = z.output<typeof bulkOwned>["action"];

/** Whether archiving these records also ends their series, as the member chooses where one repeats; null to archive none. */
async function waysOfArchiving(
  { one, many }: { one: string; many: string },
  rows: readonly object[],
): Promise<{ endsSeries: boolean } | null> {
  const repeating = rows.filter((row) => "repeats" in row && row.repeats !== null);
  if (repeating.length === 0) return { endsSeries: false };
  const isSingle = rows.length === 1;
  const question = {
    title: isSingle ? `Archive this ${one} or end its series?` : `Archive these ${many} or end their series?`,
    description: `${isSingle ? `This ${one} repeats.` : `Some of these ${many} repeat.`} If you archive ${isSingle ? "only this one" : "only these"}, the next one is created. If you end the series, nothing more is created; ${many} that are already planned stay.`,
    action: isSingle ? "Archive this one" : "Archive these",
  };
  const way = await requestChoice(question, "Archive and end series");
  return way && { endsSeries: way === "other" };
}

/** One act on many records with an undo; returns whether all succeeded. */
export function useBulkOf<F extends Fields>(noun: NounWith<F>) {
  const { refresh } = useNounCache(noun);
  const { mutateAsync } = useMutation(useNounApi(noun as unknown as Noun).bulk.mutationOptions());
  const { run, offerBack } = useBulk<BulkAction>({ mutate: mutateAsync, refresh });
  const rowsOf = (rows: readonly RecordOf<F>[]) => rows as unknown as readonly Named<F>[];
  return {
    run,
    async archive(rows: readonly RecordOf<F>[]): Promise<boolean> {
      const way = await waysOfArchiving(noun.head, rowsOf(rows));
      if (way === null) return false;
      const act = archivingAct(noun.head, "archive");
      return await run(rowsOf(rows), way.endsSeries ? { ...act, action: { ...act.action, ...way } } : act);
    },
    /** Tells of new records, with an undo that archives those that nobody has changed since. */
    offerUndoOfNew: (rows: readonly Target[], message: string) =>
      offerBack(rows, { type: "archive", endsSeries: true, ifUnchanged: true }, message),
    restore: (rows: readonly RecordOf<F>[]) => run(rowsOf(rows), archivingAct(noun.head, "restore")),
  };
}
