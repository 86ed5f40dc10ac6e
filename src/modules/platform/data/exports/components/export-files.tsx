"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { notify } from "@/components/ui/toast";
import { counted, nouns } from "@/lib/counted";
import { numberFormat } from "@/lib/intl";
import { useApi } from "@/trpc/react";
import { isOpen } from "../rules";
import type { RecordExport } from "../schema";

const askEveryMs = 2_000;

/** The files of a kind of record that jobs write or have written for the member, with their progress and their links. */
export function ExportFiles({ entity }: { entity: string }) {
  const api = useApi();
  const { data } = useQuery(
    api.recordExports.list.queryOptions(
      {},
      { refetchInterval: ({ state }) => (state.data?.rows.some(({ status }) => isOpen(status)) ? askEveryMs : false) },
    ),
  );
  const rows = (data?.rows ?? []).filter(
    ({ noun, status }) => noun === entity && (isOpen(status) || status === "done" || status === "failed"),
  );
  if (rows.length === 0) return null;
  return (
    <ul aria-label="Files of the last day" className="border-y">
      {rows.map((row) => (
        <FileLine key={row.id} row={row} />
      ))}
    </ul>
  );
}

function FileLine({ row }: { row: RecordExport }) {
  const api = useApi();
  const client = useQueryClient();
  const cancel = useMutation(
    api.recordExports.cancel.mutationOptions({
      onError: (error) => notify.error(readServerError(error).message),
      onSettled: () => client.invalidateQueries(api.recordExports.pathFilter()),
    }),
  );
  const { locale } = useWorkspace();
  const text = textOf(row, locale);
  return (
    <li className="flex min-h-row flex-wrap items-center gap-x-3 gap-y-1 border-border-soft border-t py-1.5 first:border-t-0">
      <span className="min-w-0 flex-1" aria-live="polite">
        {row.format === "csv" ? "CSV" : "Excel"} <span className="text-muted">· {text}</span>
      </span>
      {row.address === null ? null : (
        <Button size="sm" asChild>
          <a href={row.address}>Download</a>
        </Button>
      )}
      {isOpen(row.status) ? (
        <>
          <Button size="sm" busy={cancel.isPending} onClick={() => cancel.mutate({ id: row.id })}>
            Cancel the export
          </Button>
          <Progress className="w-full" label="Rows written" value={row.rowsDone} max={row.rowsTotal} text={text} />
        </>
      ) : null}
    </li>
  );
}

const megabyte = 1_000_000;

function textOf({ status, rowsDone, rowsTotal, sizeBytes, failure }: RecordExport, locale: string): string {
  if (status === "waiting") return "waiting to start";
  if (status === "running") return `${rowsDone.toLocaleString(locale)} of ${counted(rowsTotal, nouns.row, locale)}`;
  if (status === "failed") return `failed: ${failure ?? "Something went wrong on our side."}`;
  const size = numberFormat(locale, { maximumFractionDigits: 1 }).format(Math.max(0.1, (sizeBytes ?? 0) / megabyte));
  return `${counted(rowsDone, nouns.row, locale)}, ${size} MB`;
}
