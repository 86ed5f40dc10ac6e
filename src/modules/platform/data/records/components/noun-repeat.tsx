"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { LineFailed } from "@/components/layout/line-failed";
import { Button } from "@/components/ui/button";
import { DescriptionRow } from "@/components/ui/description-list";
import { lazyLayer } from "@/components/ui/lazy-layer";
import { notify } from "@/components/ui/toast";
import { todayIn } from "@/lib/day-words";
import type { Noun } from "@/lib/nouns/define";
import type { RecurrenceRule } from "@/lib/recurrence/rule";
import { dateTimeText } from "@/lib/relative-time-text";
import { useNounCache } from "@/trpc/noun-client";
import { useApi } from "@/trpc/react";
import { repeatApi } from "@/trpc/repeat-api";
import type { RepeatDialogProps } from "./repeat-dialog";

/** `RepeatDialog`, loaded when it opens: it carries the calendar of rules. */
const LazyRepeatDialog = lazyLayer<RepeatDialogProps>(
  () => import("./repeat-dialog").then((part) => part.RepeatDialog),
  { of: "the repetition", close: ({ onClose }) => onClose() },
);

interface Repeating {
  id: string;
  version: number;
  name: string;
  /** In words; null if it does not repeat. */
  repeats?: string | null;
  mayEdit: boolean;
  archivedAt: string | null;
}

interface NounRepeatProps {
  noun: Pick<Noun, "entity" | "head">;
  record: Repeating;
  /** Its day in a time zone; null for a record without a date, which cannot repeat. */
  dayIn(zone: string): string | null;
  /** Nothing is left to do for it. */
  isOver: boolean;
}

/** The row of the details that says how a record repeats, with a dialog to change that. */
export function NounRepeat({ noun, record, dayIn, isOver }: NounRepeatProps) {
  const { locale, timeZone } = useListLocale();
  const [open, setOpen] = useState(false);
  const { id, version, name, repeats = null, mayEdit, archivedAt } = record;
  const { refresh } = useNounCache(noun as Noun);
  const { one, path } = noun.head;
  const api = repeatApi(useApi(), path);
  const shownDay = dayIn(timeZone);
  const isLate = shownDay !== null && shownDay < todayIn(timeZone, new Date());
  const query = useQuery(api.repeat.queryOptions({ id }, { enabled: repeats !== null && (open || isOver || isLate) }));
  const { data } = query;
  // A rule counts the days of its series, whose zone may be another member's.
  const day = dayIn(data?.zone ?? timeZone);
  const { mutateAsync } = useMutation({ ...api.setRepeat.mutationOptions(), onSuccess: refresh });
  async function send(rule: RecurrenceRule | null): Promise<void> {
    await mutateAsync({ id, version, rule });
    notify.success(rule ? `${name} repeats` : `${name} no longer repeats`);
  }
  const words = repeats ?? "Does not repeat";
  const isFixed = !mayEdit || day === null || archivedAt !== null || isOver;
  const isLoaded = repeats === null || data !== undefined;
  return (
    <DescriptionRow label="Repeats" field="repeats">
      {isFixed ? (
        <span className={repeats ? undefined : "text-faint"}>{words}</span>
      ) : (
        <Button
          variant="ghost"
          size="sm"
          className="-ml-2 min-w-0 truncate"
          busy={open && !isLoaded && query.isFetching}
          onClick={() => setOpen(true)}
        >
          {words}
        </Button>
      )}
      {data?.triedAgainAt ? (
        <p className="text-sm text-warning">
          The next one could not be made. {data.reason} It is tried again:{" "}
          {dateTimeText(new Date(data.triedAgainAt), locale, timeZone)}
        </p>
      ) : null}
      {query.error && !isLoaded ? <LineFailed title="The repetition could not be loaded." query={query} /> : null}
      {open && isLoaded && day ? (
        <LazyRepeatDialog
          {...{ name, one, day, send }}
          rule={repeats === null ? null : (data?.rule ?? null)}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </DescriptionRow>
  );
}
