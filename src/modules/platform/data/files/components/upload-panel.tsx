"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useState } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { useIsPhone } from "@/components/data-table/use-table-metrics";
import { useUnsentWarning } from "@/components/layout/use-unsent-warning";
import { IconButton } from "@/components/ui/icon-button";
import { Progress } from "@/components/ui/progress";
import { counted, nouns } from "@/lib/counted";
import { UploadRow } from "./upload-row";
import { summaryOf, type Upload } from "./upload-state";
import { tabUploads, useUploads } from "./use-uploads";

/** One line about all uploads. */
function uploadsText(uploads: readonly Upload[], locale: string): string {
  const { coming, asking, failed, done } = summaryOf(uploads);
  if (asking > 0) return `${counted(asking, { one: "upload has", many: "uploads have" }, locale)} a question`;
  if (coming > 0) return `Uploading ${counted(coming, nouns.file, locale)}`;
  if (failed > 0) return `${counted(failed, { one: "upload", many: "uploads" }, locale)} failed`;
  return `${counted(done, nouns.file, locale)} uploaded`;
}

/**
 * The uploads of this tab at the corner of every page: open while something is under way, one line when all is done. On a
 * phone it is one line below the page, which it would cover otherwise, unless something failed or has a question.
 */
export function UploadPanel() {
  const { locale } = useListLocale();
  const uploads = useUploads();
  const phone = useIsPhone();
  const { coming, asking, failed, sent, size } = summaryOf(uploads);
  const isBusy = failed > 0 || (phone ? asking : coming) > 0;
  const [chosen, setChosen] = useState<{ open: boolean; busy: boolean } | null>(null);
  useUnsentWarning(coming > 0);
  if (uploads.length === 0) return null;
  // A choice counts until the uploads have ended, or begin again.
  const isOpen = chosen?.busy === isBusy ? chosen.open : isBusy;
  const text = uploadsText(uploads, locale);
  return (
    <section
      aria-label="Uploads"
      className="absolute bottom-4 left-4 z-bulk w-80 max-w-[calc(100%-32px)] animate-fade-in overflow-hidden rounded-lg bg-surface-raised shadow-3 phone:static phone:m-2 phone:w-auto phone:max-w-none phone:shrink-0"
    >
      <header className="flex h-10 items-center gap-1 pr-1.5 pl-3 phone:h-12">
        <p role="status" className="min-w-0 flex-1 truncate font-medium">
          {text}
        </p>
        <IconButton
          label={isOpen ? "Collapse the uploads" : "Show the uploads"}
          aria-expanded={isOpen}
          icon={isOpen ? <ChevronDown aria-hidden /> : <ChevronUp aria-hidden />}
          onClick={() => setChosen({ open: !isOpen, busy: isBusy })}
        />
        {coming === 0 ? <IconButton label="Close" icon={<X aria-hidden />} onClick={() => tabUploads.clear()} /> : null}
      </header>
      {coming > 0 ? <Progress size={2} label="All uploads" value={sent} max={size} text={text} /> : null}
      {isOpen ? (
        <ul className="max-h-72 overflow-y-auto hairline-t [&>li]:px-3 phone:max-h-56">
          {uploads.map((upload) => (
            <UploadRow key={upload.key} upload={upload} named />
          ))}
        </ul>
      ) : null}
    </section>
  );
}
