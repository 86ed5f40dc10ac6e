"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readServerError } from "@/components/form/server-error";
import { notify } from "@/components/ui/toast";
import { succeeded } from "@/lib/succeeded";
import { type RouterInputs, type RouterOutputs, useApi } from "@/trpc/react";
import { useUndoNotice } from "@/trpc/undo-acts";

export type MeterUse = RouterOutputs["usage"]["summary"]["meters"][number];
export type UsageTable = RouterOutputs["usage"]["table"];
export type UsageDays = RouterOutputs["usage"]["byDay"];
export type UsageLine = UsageTable["rows"][number];
/** Whose entries are shown, in words, and what selects them. */
export type UsageDrill = { title: string } & Omit<RouterInputs["usage"]["events"], "cursor" | "limit">;
export type Budget = RouterOutputs["budgets"]["list"][number];

const toastRefusal = (error: unknown) => notify.error(readServerError(error).message);

/** Creates and changes budgets; the list and its alerts are refetched. */
export function useSaveBudget() {
  const api = useApi();
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries(api.budgets.pathFilter());
  return {
    create: useMutation(api.budgets.create.mutationOptions({ onSuccess })),
    update: useMutation(api.budgets.update.mutationOptions({ onSuccess })),
  };
}

/** Archives a budget, and offers to undo it. */
export function useArchiveBudget(): (budget: Pick<Budget, "id" | "version">, name: string) => Promise<void> {
  const api = useApi();
  const client = useQueryClient();
  const offerUndo = useUndoNotice();
  const onSettled = () => client.invalidateQueries(api.budgets.pathFilter());
  const archive = useMutation(api.budgets.archive.mutationOptions({ onSettled }));
  const restore = useMutation(api.budgets.restore.mutationOptions({ onSettled }));
  return async (budget, name) => {
    try {
      const { id, version } = await archive.mutateAsync({ id: budget.id, version: budget.version });
      offerUndo(`The budget of ${name} is archived`, () =>
        succeeded(restore.mutateAsync({ id, version }), toastRefusal),
      );
    } catch (error) {
      toastRefusal(error);
    }
  };
}

/** Saves the usage of a period as a file. */
export function useExportUsage() {
  const api = useApi();
  const client = useQueryClient();
  return async (period: "month" | "lastMonth" | "90days") => {
    try {
      const { name, content } = await client.fetchQuery(api.usage.export.queryOptions({ period }));
      const url = URL.createObjectURL(new Blob([content], { type: "text/csv;charset=utf-8" }));
      const link = Object.assign(document.createElement("a"), { href: url, download: name });
      link.click();
      URL.revokeObjectURL(url);
    } catch (error) {
      toastRefusal(error);
    }
  };
}
