"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { dateFormat } from "@/lib/intl";
import { dateTimeText } from "@/lib/relative-time-text";

interface DraftOfferProps {
  /** When it was written, in milliseconds. */
  at: number;
  onRestore(): void;
  onDiscard(): void;
}

/** Unsaved text of an earlier visit, offered where it belongs. */
export function DraftOffer({ at, onRestore, onDiscard }: DraftOfferProps) {
  const { locale, timeZone } = useListLocale();
  const day = (time: number) => dateFormat("en-CA", { timeZone }).format(time);
  const time =
    day(at) === day(Date.now())
      ? dateFormat(locale, { timeZone, timeStyle: "short" }).format(at)
      : dateTimeText(new Date(at), locale, timeZone);
  return (
    <Note tone="info" className="mt-1 mb-2">
      {`You have unsaved text from ${time}.`}
      <span className="flex gap-2 pt-1.5">
        <Button size="sm" onClick={onRestore}>
          Restore
        </Button>
        <Button size="sm" variant="ghost" onClick={onDiscard}>
          Discard
        </Button>
      </span>
    </Note>
  );
}
