"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { Button } from "@/components/ui/button";
import { DescriptionRow } from "@/components/ui/description-list";
import { dateTimeText } from "@/components/ui/relative-time-text";
import { localDay } from "@/lib/working-time";
import { useApi } from "@/trpc/react";
import type { Activity } from "../../fields";
import { isOver } from "../../rules";
import { useSetRepeat } from "../client";
import { LazyRepeatDialog } from "./lazy-dialogs";

/** How an activity repeats, with a dialog to change that. */
export function RepeatRow({ activity }: { activity: Activity }) {
  const { locale, timeZone } = useListLocale();
  const [open, setOpen] = useState(false);
  const setRepeat = useSetRepeat();
  const { id, name, repeats, startsAt, dueOn, mayEdit, status, archivedAt } = activity;
  const { data } = useQuery(
    useApi().activities.repeat.queryOptions(
      { id },
      {
        enabled: repeats !== null && (open || isOver(status)),
      },
    ),
  );
  const day = startsAt ? localDay(new Date(startsAt), timeZone) : dueOn;
  const words = repeats ?? "Does not repeat";
  const isFixed = !mayEdit || day === null || archivedAt !== null || isOver(status);
  const isLoaded = repeats === null || data !== undefined;
  return (
    <DescriptionRow label="Repeats" field="repeats">
      {isFixed ? (
        <span className={repeats ? undefined : "text-faint"}>{words}</span>
      ) : (
        <Button variant="ghost" size="sm" className="-ml-2 min-w-0 truncate" onClick={() => setOpen(true)}>
          {words}
        </Button>
      )}
      {data?.triedAgainAt ? (
        <p className="text-sm text-warning">
          The next one could not be made. It is tried again:{" "}
          {dateTimeText(new Date(data.triedAgainAt), locale, timeZone)}
        </p>
      ) : null}
      {open && isLoaded && day ? (
        <LazyRepeatDialog
          {...{ name, day }}
          rule={repeats === null ? null : (data?.rule ?? null)}
          send={(rule) => setRepeat(activity, rule)}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </DescriptionRow>
  );
}
