"use client";

import { useMutation } from "@tanstack/react-query";
import type { z } from "zod";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import type { Noun } from "@/lib/nouns/define";
import type { bulkOwned } from "@/server/nouns/noun-runtime";
import { archivingAct, useBulk } from "./bulk";
import { useNounApi } from "./noun-api";
import { type Named, type NounWith, useNounCache } from "./noun-client";

type BulkAction = z.output<typeof bulkOwned>["action"];

/** One act on many records with an undo; returns whether all succeeded. */
export function useBulkOf<F extends Fields>(noun: NounWith<F>) {
  const { refresh } = useNounCache(noun);
  const { mutateAsync } = useMutation(useNounApi(noun as unknown as Noun).bulk.mutationOptions());
  const run = useBulk<BulkAction>({ mutate: mutateAsync, refresh });
  const rowsOf = (rows: readonly RecordOf<F>[]) => rows as unknown as readonly Named<F>[];
  return {
    run,
    archive: (rows: readonly RecordOf<F>[]) => run(rowsOf(rows), archivingAct(noun.head, "archive")),
    restore: (rows: readonly RecordOf<F>[]) => run(rowsOf(rows), archivingAct(noun.head, "restore")),
  };
}
