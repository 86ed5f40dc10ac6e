"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useListLocale } from "@/components/data-table/list-locale";
import { readServerError } from "@/components/form/server-error";
import { LineFailed } from "@/components/layout/line-failed";
import { SettingsSection } from "@/components/layout/settings-page";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { counted, nouns } from "@/lib/counted";
import { useApi } from "@/trpc/react";
import { isOpen, retentionDays } from "../rules";
import type { WorkspaceExport } from "../schema";

const askEveryMs = 2_000;

/** Everything that the workspace holds, as one zip file for the owner who asks. */
export function ExportSection() {
  const { locale } = useListLocale();
  const api = useApi();
  const client = useQueryClient();
  const query = useQuery(
    api.exports.list.queryOptions(
      {},
      { refetchInterval: ({ state }) => (state.data?.rows.some(({ status }) => isOpen(status)) ? askEveryMs : false) },
    ),
  );
  const ask = useMutation(
    api.exports.ask.mutationOptions({
      onSuccess: () => notify.success("The export has started"),
      onError: (error) => notify.error(readServerError(error).message),
      onSettled: () => client.invalidateQueries(api.exports.pathFilter()),
    }),
  );
  const rows = query.data?.rows ?? [];
  const isRunning = rows.some(({ status }) => isOpen(status));
  return (
    <SettingsSection
      title="Export everything"
      description={`You get a zip file: a CSV file for each kind of record and each list, with your own fields and tags, and the settings as JSON. Files of records come in zip files of their own, of about 2 GB each. We send you an e-mail when it is ready. Only you can download it, for ${counted(retentionDays, nouns.day, locale)}.`}
    >
      <Button busy={ask.isPending} disabled={isRunning || query.isPending} onClick={() => ask.mutate({})}>
        Export workspace
      </Button>
      {query.isPending ? <Skeleton className="mt-4 w-64" /> : null}
      {query.error && !query.data ? <LineFailed title="The exports could not be loaded" query={query} /> : null}
      {query.data && rows.length === 0 ? <p className="mt-3 text-muted">No exports yet.</p> : null}
      {rows.length > 0 ? (
        <ul aria-label="Exports" className="mt-4 border-y">
          {rows.map((row) => (
            <ExportLine key={row.id} row={row} />
          ))}
        </ul>
      ) : null}
    </SettingsSection>
  );
}

function ExportLine({ row }: { row: WorkspaceExport }) {
  const { locale } = useListLocale();
  const api = useApi();
  const open = useMutation(
    api.exports.openDownload.mutationOptions({
      // A file that is offered for saving leaves the page as it is.
      onSuccess: ({ address }) => window.location.assign(address),
      onError: (error) => notify.error(readServerError(error).message),
    }),
  );
  return (
    <li className="flex min-h-row flex-wrap items-center gap-x-3 gap-y-1 border-border-soft border-t py-1.5 first:border-t-0">
      <span className="min-w-0 flex-1">
        Asked for <RelativeTime at={row.askedAt} inSentence />{" "}
        <span className="text-muted">· {stateText(row, locale)}</span>
      </span>
      {row.status === "done" ? (
        <Button
          size="sm"
          icon={<Download aria-hidden />}
          busy={open.isPending}
          onClick={() => open.mutate({ id: row.id })}
        >
          Download
        </Button>
      ) : null}
      {row.status === "done"
        ? Array.from({ length: row.fileParts }, (_, index) => index + 1).map((part) => (
            <Button
              key={part}
              size="sm"
              icon={<Download aria-hidden />}
              busy={open.isPending}
              onClick={() => open.mutate({ id: row.id, part })}
            >
              {row.fileParts === 1 ? "Files" : `Files ${part}`}
            </Button>
          ))
        : null}
    </li>
  );
}

const megabyte = 1_000_000;

function stateText({ status, rowsDone, sizeBytes, failure }: WorkspaceExport, locale: string): string {
  switch (status) {
    case "waiting":
      return "waiting to start";
    case "running":
      return `${counted(rowsDone, nouns.row, locale)} written so far`;
    case "done":
      return `${counted(rowsDone, nouns.row, locale)}, ${Math.max(0.1, (sizeBytes ?? 0) / megabyte).toFixed(1)} MB`;
    case "failed":
      return `failed: ${failure ?? "Something went wrong on our side."}`;
    case "expired":
      return "file deleted";
  }
}
