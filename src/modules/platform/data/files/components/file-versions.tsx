"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, RotateCcw } from "lucide-react";
import { useListLocale } from "@/components/data-table/list-locale";
import { QueryFailed } from "@/components/layout/query-failed";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { PersonMark } from "@/components/ui/person";
import { RelativeTime } from "@/components/ui/relative-time";
import { TableLoading } from "@/components/ui/skeleton";
import { bytesText } from "@/lib/bytes-text";
import { useApi } from "@/trpc/react";
import type { FileVersion } from "../schema";
import type { FileDialogProps } from "./rename-file-dialog";
import { useFileActs } from "./use-file-acts";

/** The versions of a file, newest first: who added each and when, to download or to restore. */
export function FileVersions({ file, onClose }: FileDialogProps) {
  const query = useQuery(useApi().files.versions.queryOptions({ id: file.id }));
  const { restoreVersion, restoring } = useFileActs();
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={`Versions of ${file.name}`} size="lg" closeButton>
        <DialogBody className="px-0 phone:px-0">
          {query.isPending ? <TableLoading label="The versions are loading" look="lines" /> : null}
          {query.error && !query.data ? (
            <QueryFailed title="The versions could not be loaded" query={query} className="mt-18 pb-6" />
          ) : null}
          <ul className="hairline-t hairline-soft">
            {query.data?.rows.map((version) => (
              <VersionRow
                key={version.number}
                version={version}
                onRestore={file.mayEdit ? () => void restoreVersion(file, version.number) : undefined}
                busy={restoring}
              />
            ))}
          </ul>
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}

interface VersionRowProps {
  version: FileVersion;
  onRestore: (() => void) | undefined;
  busy: boolean;
}

function VersionRow({ version, onRestore, busy }: VersionRowProps) {
  const { locale } = useListLocale();
  const { number, current, size, by, at, download, sha256 } = version;
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-5 py-1.5 hairline-b hairline-soft phone:px-4">
      <span className="font-medium" title={`SHA-256 ${sha256}`}>{`Version ${number}`}</span>
      {current ? <Badge tone="accent">Current</Badge> : null}
      <span className="flex min-w-0 flex-1 items-center gap-1.5 text-muted">
        <PersonMark person={by} size={16} decorative />
        <span className="truncate">{by?.name ?? "Deleted member"}</span>
        <RelativeTime at={at} className="text-faint text-sm" />
        <span className="shrink-0 text-faint text-sm num">{bytesText(size, locale)}</span>
      </span>
      {current || !onRestore ? null : (
        <Button size="sm" busy={busy} icon={<RotateCcw aria-hidden />} onClick={onRestore}>
          Restore
        </Button>
      )}
      <Button size="sm" variant="ghost" asChild icon={<Download aria-hidden />}>
        <a href={download} download aria-label={`Download version ${number}`}>
          Download
        </a>
      </Button>
    </li>
  );
}
