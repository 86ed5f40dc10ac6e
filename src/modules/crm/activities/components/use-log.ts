"use client";

import { useMutation } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { counted } from "@/lib/counted";
import { habitsOf } from "@/lib/quick-log/habits";
import type { ActivityKind } from "@/lib/quick-log/quick-log";
import { readQuickLog } from "@/lib/quick-log/read-quick-log";
import { useChosenFiles, useUpload } from "@/modules/platform/data/files/components/file-picker";
import { useBulkOf } from "@/trpc/noun-bulk";
import { useNounCache } from "@/trpc/noun-client";
import { useApi } from "@/trpc/react";
import { type Activity, activities } from "../fields";
import { type LinkedTo, type LogSlot, logInputOf, readAs } from "./logged";
import { useLogDraft } from "./use-log-draft";

const activityWords = { one: "activity", many: "activities" };

interface Logging {
  /** The record of the page; null where none is open. */
  record: LinkedTo | null;
  kind: ActivityKind | null;
  plans: boolean;
  slot: LogSlot | null;
  onSaved(): void;
}

/** The typed text, how it is understood, and saving it. */
export function useLog({ record, kind: wanted, plans, slot, onSaved }: Logging) {
  const { locale, timeZone } = useListLocale();
  const draft = useLogDraft(record?.id ?? (slot ? "calendar" : "new activity"));
  const [kind, setKind] = useState(wanted);
  const [isDone, setDone] = useState<boolean | null>(null);
  const [without, setWithout] = useState<ReadonlySet<number>>(new Set());
  const [about, setAbout] = useState<readonly LinkedTo[]>(record ? [record] : []);
  const [firstLine = "", ...others] = draft.text.split("\n");
  const line = useMemo(
    () => readQuickLog(firstLine, { zone: timeZone, now: new Date(), ...habitsOf(locale) }),
    [firstLine, timeZone, locale],
  );
  const all = readAs(line, { kind, isDone, plans, without, about, slot });
  const save = useSaveLog();
  const chosen = useChosenFiles();
  const upload = useUpload();
  return {
    chosen,
    text: draft.text,
    type(next: string) {
      draft.type(next);
      if (next.trim() === "") setWithout(new Set());
    },
    ...{ line, all, about, slot },
    setAbout,
    setKind,
    setDone,
    leaveOut: (place: number) => setWithout(new Set([...without, place])),
    without,
    isSaving: save.isPending,
    async save() {
      if (all.some(({ subject }) => subject === "") || save.isPending) return;
      const [made] = await save.log(logInputOf(all, { about, slot }, others.join("\n").trim()));
      if (!made) return;
      // Those that follow from the line are other activities.
      upload({ target: { entity: "activity", recordId: made.id }, recordName: made.name }, chosen.files);
      chosen.clear();
      draft.clear();
      onSaved();
    },
  };
}

function useSaveLog() {
  const { locale } = useListLocale();
  const api = useApi();
  const { can } = useWorkspace();
  const { refresh } = useNounCache(activities);
  const { offerUndoOfNew } = useBulkOf(activities);
  const { mutateAsync, isPending } = useMutation(api.activities.log.mutationOptions());
  return {
    isPending,
    /** The saved activities; none after a refusal, which is shown, and what was typed stays. */
    async log(input: ReturnType<typeof logInputOf>): Promise<readonly Pick<Activity, "id" | "name">[]> {
      try {
        const made = await mutateAsync({ activities: input });
        await refresh();
        const message = made.length === 1 ? "Activity saved" : `${counted(made.length, activityWords, locale)} saved`;
        if (can("activity:edit")) offerUndoOfNew(made, message);
        else notify.success(message);
        return made;
      } catch (error) {
        toastRefusal(error);
        return [];
      }
    },
  };
}
