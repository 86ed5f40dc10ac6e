"use client";

import { CircleAlert, CircleCheck, RotateCcw, X } from "lucide-react";
import { useListLocale } from "@/components/data-table/list-locale";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Progress } from "@/components/ui/progress";
import { bytesText } from "@/lib/bytes-text";
import type { Upload } from "./upload-state";
import { tabUploads } from "./use-uploads";

/** The words about an upload that goes on by itself; empty for the others. */
function progressText({ state, sent, size }: Upload, locale: string): string {
  if (state === "waiting") return "Waiting for the files before it";
  if (state === "checking") return "Checking the file";
  return state === "sending" ? `${bytesText(sent, locale)} of ${bytesText(size, locale)}` : "";
}

/** One upload: its progress, its question or its refusal, and the acts on it. */
export function UploadRow({ upload, named = false }: { upload: Upload; named?: boolean }) {
  const { locale } = useListLocale();
  const { key, name, recordName, size, sent, state, refusal } = upload;
  const text = progressText(upload, locale);
  return (
    <li className="flex flex-col gap-1 px-edge py-2 hairline-b hairline-soft">
      <div className="flex min-h-7 items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium" title={name}>
          {name}
        </span>
        {named ? <span className="max-w-[40%] shrink-0 truncate text-faint text-sm">{recordName}</span> : null}
        {state === "done" ? <CircleCheck aria-label="Uploaded" className="size-4 shrink-0 text-positive" /> : null}
        {state === "failed" ? (
          <IconButton
            size="sm"
            label={`Try ${name} again`}
            icon={<RotateCcw aria-hidden />}
            onClick={() => tabUploads.retry(key)}
          />
        ) : null}
        <IconButton
          size="sm"
          label={state === "done" ? `Remove ${name} from the list` : `Cancel the upload of ${name}`}
          icon={<X aria-hidden />}
          onClick={() => tabUploads.cancel(key)}
        />
      </div>
      {state === "asking" ? <SameNameQuestion upload={upload} /> : null}
      {state === "failed" ? (
        <p role="alert" className="flex items-start gap-1.5 text-danger text-sm">
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          {refusal}
        </p>
      ) : null}
      {text ? (
        <>
          <Progress label={`Upload of ${name}`} value={sent} max={size} text={text} />
          <p className="text-faint text-sm num">{text}</p>
        </>
      ) : null}
    </li>
  );
}

/** A name that the record has already: the person says which of the two is meant. */
function SameNameQuestion({ upload: { key, name } }: { upload: Upload }) {
  return (
    <fieldset aria-label={`${name} already exists`} className="flex flex-wrap items-center gap-2 pb-1">
      <p className="w-full text-muted text-sm">A file with this name already exists. Is this a new version of it?</p>
      <Button size="sm" variant="tinted" onClick={() => tabUploads.answer(key, "version")}>
        Add as a new version
      </Button>
      <Button size="sm" onClick={() => tabUploads.answer(key, "both")}>
        Keep both
      </Button>
    </fieldset>
  );
}
