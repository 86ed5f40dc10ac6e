"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { dayOf } from "@/components/ui/day-text";
import { StageTrack } from "@/components/ui/stage-track";
import { notify } from "@/components/ui/toast";
import { useDayText } from "@/components/ui/use-day-text";
import { patchOf } from "@/lib/fields/custom";
import type { Fields } from "@/lib/fields/field";
import type { FieldPeriod } from "@/lib/fields/field-period";
import { isBackward, type ProgressionField, progressionsIn } from "@/lib/fields/progression";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import type { Noun } from "@/lib/nouns/define";
import { useNounApi } from "@/trpc/noun-api";
import { type NounWith, useEditsOf } from "@/trpc/noun-client";
import { LazyMoveBackDialog } from "./lazy-dialogs";
import type { NamedRecord } from "./move-back-dialog";

type Patch = PatchOf<Fields>;

interface NounProgressionsProps<F extends Fields> {
  noun: NounWith<F>;
  record: RecordOf<F>;
}

/** The ordered choices of a record, with the day on which it reached each value; a click on a value moves it there. */
export function NounProgressions<F extends Fields>({ noun: given, record }: NounProgressionsProps<F>) {
  const noun = given as unknown as NounWith<Fields>;
  return progressionsIn(noun.fields).map(([name, field]) => (
    <ProgressionLine key={name} noun={noun} name={name} field={field} record={record as unknown as NamedRecord} />
  ));
}

interface ProgressionLineProps {
  noun: NounWith<Fields>;
  name: string;
  field: ProgressionField;
  record: NamedRecord;
}

function ProgressionLine({ noun, name, field, record }: ProgressionLineProps) {
  const edits = useEditsOf(noun);
  const dayText = useDayText();
  const { timeZone } = useListLocale();
  const stays = useQuery(useNounApi(noun as unknown as Noun).stays.queryOptions({ id: record.id }));
  const data = (stays.data ?? []).filter((stay) => stay.field === name);
  // Nobody knows which values a record had before its import.
  const isKnown = stays.data !== undefined && data.length > 0 && !data.some(({ imported }) => imported);
  const [back, setBack] = useState<string | null>(null);
  const here = String(record[name]);
  const { usual } = field.progression;
  const isShown = (value: string) =>
    !usual || usual.includes(value) || value === here || data.some((stay) => stay.value === value);
  const values = field.options
    .filter(({ value }) => isShown(value))
    .map(({ value, label }) => ({
      id: value,
      name: label,
      color: "var(--accent)",
      skipped: isKnown && !data.some((stay) => stay.value === value),
      note: noteOf([name, field], data, value, here, (at) => dayText(dayOf(at, timeZone))),
    }));
  const choose = (to: string) => {
    if (to === here) return;
    if (isBackward(field, here, to)) setBack(to);
    else
      edits.save(record, field.label, patchOf(name, to) as Patch).catch((error: Error) => notify.error(error.message));
  };
  return (
    <section aria-label={field.label} className="overflow-x-clip px-edge pt-2.5 pb-2 hairline-t hairline-b">
      <StageTrack stages={values} current={here} onSelect={record.mayEdit ? choose : undefined} />
      {back ? (
        <LazyMoveBackDialog
          record={record}
          name={name}
          field={field}
          to={back}
          onMove={(answer) => edits.send(record, field.label, { ...patchOf(name, back), ...answer } as Patch)}
          onClose={() => setBack(null)}
        />
      ) : null}
    </section>
  );
}

/** "Oct 20" below an earlier value, "since Nov 4" below the present one; "imported Nov 4" if nobody knows since when. */
function noteOf(
  [name, field]: [string, ProgressionField],
  stays: readonly FieldPeriod[],
  value: string,
  here: string,
  dayText: (instant: string) => string,
): string | undefined {
  const stay = stays.find((one) => one.field === name && one.value === value);
  if (!stay) return undefined;
  const day = dayText(stay.enteredAt);
  // Inside a line a day has no capital: "since today".
  const within = day.replace(/^(Today|Yesterday)$/, (word) => word.toLowerCase());
  if (value !== here && !isBackward(field, here, value)) return undefined;
  if (stay.imported) return `imported ${within}`;
  return value === here ? `since ${within}` : day;
}
