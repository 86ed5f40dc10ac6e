"use client";

import { useMutation } from "@tanstack/react-query";
import { ClipboardCopy } from "lucide-react";
import { BulkAction } from "@/components/data-table/bulk-bar";
import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { counted, type Noun } from "@/lib/counted";
import { useApi } from "@/trpc/react";
import { maxCopied } from "../rules";

interface CopyActionProps {
  entity: string;
  noun: Noun;
  ids: readonly string[];
  /** The names of the columns that the list shows, in their order. */
  shown: readonly string[];
}

/** Copies the selected records with the columns of their list as a table, to paste into a sheet. */
export function CopyAction({ entity, noun, ids, shown }: CopyActionProps) {
  const api = useApi();
  const { can, locale } = useWorkspace();
  const copy = useMutation(
    api.recordExports.copy.mutationOptions({
      async onSuccess({ text, rows, beyond }) {
        try {
          await navigator.clipboard.writeText(text);
          const left = beyond > 0 ? ` ${counted(beyond, noun, locale)} you may not export.` : "";
          notify.success(`${counted(rows, noun, locale)} copied as a table.${left}`);
        } catch {
          notify.error("The browser does not allow copying here. Export a file instead.");
        }
      },
      onError: (error) => notify.error(readServerError(error).message),
    }),
  );
  if (!can("record:export") || ids.length > maxCopied) return null;
  return (
    <BulkAction
      icon={<ClipboardCopy aria-hidden />}
      busy={copy.isPending}
      onClick={() => copy.mutate({ noun: entity, ids: [...ids], columns: [...shown] })}
    >
      Copy as table
    </BulkAction>
  );
}
