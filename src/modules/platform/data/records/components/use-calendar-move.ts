"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { notify } from "@/components/ui/toast";
import { formatDay } from "@/lib/day-words";
import { patchOf } from "@/lib/fields/custom";
import type { Field, Fields } from "@/lib/fields/field";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import type { CalendarFields } from "@/lib/nouns/define";
import { type NounWith, useEditsOf } from "@/trpc/noun-client";
import type { NounCardRow } from "./noun-card";
import type { NounOwn } from "./noun-own";
import { dayIn } from "./use-noun-calendar";

/** Returns a function that moves a record to another day; a refusal puts it back and says why. */
export function useCalendarMove(noun: NounWith<Fields>, { day }: CalendarFields, own?: NounOwn<Fields>) {
  const edits = useEditsOf(noun, own);
  const { locale } = useListLocale();
  const { label } = noun.fields[day] as Field;
  return async (row: NounCardRow, to: string): Promise<void> => {
    if (!row.mayEdit || to === dayIn(row, day)) return;
    const patch = patchOf(day, to) as PatchOf<Fields>;
    const done = `${row.name} moved to ${formatDay(to, locale, true)}`;
    await edits
      .save(row as unknown as RecordOf<Fields>, label, patch, done)
      .catch((error: Error) => notify.error(error.message));
  };
}
