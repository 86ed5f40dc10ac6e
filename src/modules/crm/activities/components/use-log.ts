"use client";

import { useMutation } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { toastRefusal } from "@/components/form/toast-refusal";
import { notify } from "@/components/ui/toast";
import { counted } from "@/lib/counted";
import type { ActivityKind, QuickLogOptions } from "@/lib/quick-log/quick-log";
import { readQuickLog } from "@/lib/quick-log/read-quick-log";
import { useNounCache } from "@/trpc/noun-client";
import { useApi } from "@/trpc/react";
import { activities } from "../fields";
import { type LinkedTo, logInputOf, readAs } from "./logged";
import { useLogDraft } from "./use-log-draft";

const activityWords = { one: "activity", many: "activities" };

/** The order of day and month, and the clock, as a locale writes them. */
function habitsOf(locale: string): Pick<QuickLogOptions, "clock" | "order"> {
  const { hour12 } = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions();
  const parts = new Intl.DateTimeFormat(locale).formatToParts(new Date()).map(({ type }) => type);
  return { clock: hour12 ? 12 : 24, order: parts.indexOf("day") < parts.indexOf("month") ? "dmy" : "mdy" };
}

interface Logging {
  /** The record of the page; null where none is open. */
  record: LinkedTo | null;
  kind: ActivityKind | null;
  onSaved(): void;
}

/** The typed text, how it is understood, and saving it. */
export function useLog({ record, kind: wanted, onSaved }: Logging) {
  const { locale, timeZone } = useListLocale();
  const draft = useLogDraft(record?.id ?? "new activity");
  const [kind, setKind] = useState(wanted);
  const [isDone, setDone] = useState<boolean | null>(null);
  const [without, setWithout] = useState<ReadonlySet<number>>(new Set());
  const [about, setAbout] = useState<readonly LinkedTo[]>(record ? [record] : []);
  const [firstLine = "", ...others] = draft.text.split("\n");
  const line = useMemo(
    () => readQuickLog(firstLine, { zone: timeZone, now: new Date(), ...habitsOf(locale) }),
    [firstLine, timeZone, locale],
  );
  const all = readAs(line, { kind, isDone, without, about });
  const save = useSaveLog();
  return {
    text: draft.text,
    type(next: string) {
      draft.type(next);
      if (next.trim() === "") setWithout(new Set());
    },
    line,
    all,
    about,
    setAbout,
    setKind,
    setDone,
    leaveOut: (place: number) => setWithout(new Set([...without, place])),
    without,
    isSaving: save.isPending,
    async save() {
      if (all.some(({ subject }) => subject === "") || save.isPending) return;
      if (!(await save.log(logInputOf(all, about, others.join("\n").trim())))) return;
      draft.clear();
      onSaved();
    },
  };
}

function useSaveLog() {
  const api = useApi();
  const { refresh } = useNounCache(activities);
  const { mutateAsync, isPending } = useMutation(api.activities.log.mutationOptions());
  return {
    isPending,
    /** Whether they were saved; a refusal is shown and what was typed stays. */
    async log(input: ReturnType<typeof logInputOf>): Promise<boolean> {
      try {
        const made = await mutateAsync({ activities: input });
        await refresh();
        notify.success(made.length === 1 ? "Activity saved" : `${counted(made.length, activityWords)} saved`);
        return true;
      } catch (error) {
        toastRefusal(error);
        return false;
      }
    },
  };
}
