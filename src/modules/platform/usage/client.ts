"use client";

import { readServerError } from "@/components/form/server-error";
import { notify } from "@/components/ui/toast";
import { succeeded } from "@/lib/succeeded";
import { api, type RouterInputs, type RouterOutputs } from "@/trpc/react";
import { useUndoNotice } from "@/trpc/undo-acts";

export type MeterUse = RouterOutputs["usage"]["summary"]["meters"][number];
export type UsageTable = RouterOutputs["usage"]["table"];
export type UsageDays = RouterOutputs["usage"]["byDay"];
export type UsageLine = UsageTable["rows"][number];
/** Whose entries are shown, in words, and what selects them. */
export type UsageDrill = { title: string } & Omit<RouterInputs["usage"]["events"], "cursor" | "limit">;
export type Budget = RouterOutputs["budgets"]["list"][number];

const tellRefusal = (error: unknown) => notify.error(readServerError(error).message);

/** Creates and changes budgets; the list and its alerts are asked for again. */
export function useSaveBudget() {
  const utils = api.useUtils();
  const onSuccess = () => utils.budgets.invalidate();
  return {
    create: api.budgets.create.useMutation({ onSuccess }),
    update: api.budgets.update.useMutation({ onSuccess }),
  };
}

/** Archives a budget, and offers to undo it. */
export function useArchiveBudget(): (budget: Pick<Budget, "id" | "version">, name: string) => Promise<void> {
  const utils = api.useUtils();
  const offerUndo = useUndoNotice();
  const onSettled = () => utils.budgets.invalidate();
  const archive = api.budgets.archive.useMutation({ onSettled });
  const restore = api.budgets.restore.useMutation({ onSettled });
  return async (budget, name) => {
    try {
      const { id, version } = await archive.mutateAsync({ id: budget.id, version: budget.version });
      offerUndo(`The budget of ${name} is archived`, () =>
        succeeded(restore.mutateAsync({ id, version }), tellRefusal),
      );
    } catch (error) {
      tellRefusal(error);
    }
  };
}

/** Saves the use of a period as a file. */
export function useExportUsage() {
  const utils = api.useUtils();
  return async (period: "month" | "lastMonth" | "90days") => {
    try {
      const { name, content } = await utils.usage.export.fetch({ period });
      const url = URL.createObjectURL(new Blob([content], { type: "text/csv;charset=utf-8" }));
      const link = Object.assign(document.createElement("a"), { href: url, download: name });
      link.click();
      URL.revokeObjectURL(url);
    } catch (error) {
      tellRefusal(error);
    }
  };
}
