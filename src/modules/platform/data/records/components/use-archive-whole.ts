"use client";

import { useMutation } from "@tanstack/react-query";
import { toastRefusal } from "@/components/form/toast-refusal";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { nounEntities, nounOf } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { succeeded } from "@/lib/succeeded";
import { andList } from "@/lib/text";
import { useNounApi } from "@/trpc/noun-api";
import { type NounWith, useNounCache } from "@/trpc/noun-client";
import { useUndoNotice } from "@/trpc/undo-acts";

/** The kinds of records that belong to records of a kind: "contacts and opportunities"; empty if there are none. */
export const manyUnder = (entity: string): string =>
  andList(
    nounEntities.flatMap((kind) => {
      const head = nounOf(kind);
      return head?.under?.entity === entity ? [head.many] : [];
    }),
  );

/** Archives a record with what belongs to it; the undo restores all of it. */
export function useArchiveWhole(noun: NounWith<Fields>, record: RecordOf<Fields> & { name: string }) {
  const { refresh } = useNounCache(noun);
  const offerUndo = useUndoNotice();
  const { archive, restore } = useNounApi(noun as unknown as Noun);
  const restored = useMutation(restore.mutationOptions({ onSettled: refresh }));
  const { mutate } = useMutation(
    archive.mutationOptions({
      onSettled: refresh,
      onError: toastRefusal,
      onSuccess: ({ id, version }) =>
        offerUndo(`${record.name} archived, with its ${manyUnder(noun.entity)}`, () =>
          succeeded(restored.mutateAsync({ id, version })),
        ),
    }),
  );
  return () => mutate({ id: record.id, version: record.version, withUnder: true });
}
